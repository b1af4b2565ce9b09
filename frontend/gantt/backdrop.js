// What lies behind and between the bars in sight: days off, today, promises, and links.
import { draw } from "../lib/dom.js";
import { HEIGHT } from "./row.js";
import { parse } from "./terms.js";

const OUT = 9;

export function backdrop({ plan, scale, active }, { left, right, top, bottom }) {
  const parts = [...daysOff(scale, left, right, top, bottom), ...gridLines(scale, left, right, top, bottom)];
  const line = (time, kind) => {
    const x = Math.round(scale.x(time)) + 0.5;
    return x < left || x > right ? [] : [draw("line", { class: kind, x1: x, x2: x, y1: top, y2: bottom })];
  };
  parts.push(...line(parse(plan.facts.today), "g-today"));
  for (const { date } of plan.facts.promises ?? []) parts.push(...line(endOf(date), "g-promise"));
  const band = likely(plan.facts.finish, scale, top, bottom);
  return [...band, ...parts, ...links(plan, scale, active, Math.floor(top / HEIGHT), Math.ceil(bottom / HEIGHT))];
}

// Where the project ends between half and eight of ten runs of its plan.
function likely(finish, scale, top, bottom) {
  if (!finish) return [];
  const { x, width } = scale.box(finish.early, finish.likely);
  return [draw("rect", { class: "g-band", x, y: top, width, height: bottom - top })];
}

export function endOf(date) {
  return parse(`${date}T23:59`);
}

function* daysOff(scale, left, right, top, bottom) {
  if (scale.zoom === "month") return;
  for (let day = Math.max(0, scale.dayAt(left)); day <= scale.dayAt(right); day += 1) {
    if (!scale.isOff(day)) continue;
    yield draw("rect", { class: "g-off", x: day * scale.px, y: top, width: scale.px, height: bottom - top });
  }
}

function* gridLines(scale, left, right, top, bottom) {
  for (let day = Math.max(0, scale.dayAt(left)); day <= scale.dayAt(right); day += 1) {
    const isLine = scale.zoom === "month" ? new Date(scale.timeOf(day)).getUTCDate() === 1 : day % 7 === 0;
    if (!isLine) continue;
    const x = Math.round(day * scale.px) + 0.5;
    yield draw("line", { class: "g-grid", x1: x, x2: x, y1: top, y2: bottom });
  }
}

// Of links that pass through, with neither end in sight, nobody could tell what they join. Those
// of the row one stands on are drawn last, over the others.
function links(plan, scale, active, first, last) {
  const found = new Set(plan.rows.slice(first, last).flatMap(({ id }) => plan.linksOf(id)));
  const own = (link) => link.from === active || link.to === active;
  return [...found]
    .sort((a, b) => own(a) - own(b) || Boolean(a.critical) - Boolean(b.critical))
    .map((link) => drawn(plan, scale, link, own(link)))
    .filter(Boolean);
}

function drawn(plan, scale, link, isOwn) {
  const from = plan.rowOf(link.from);
  const to = plan.rowOf(link.to);
  if (from === undefined || to === undefined) return null;
  const path = route(plan.rows[from], plan.rows[to], from, to, link.kind ?? "FS", scale);
  const look = `g-path${link.critical ? " is-critical" : ""}${isOwn ? " is-own" : ""}`;
  return path && draw("path", { class: look, d: path });
}

function route(before, after, fromRow, toRow, kind, scale) {
  if (!before.start || !after.start) return "";
  const leaves = kind[0] === "F" ? 1 : -1;
  const enters = kind[1] === "S" ? 1 : -1;
  const x1 = side(before, kind[0], scale) + (before.milestone ? 8 * leaves : 0);
  const x2 = side(after, kind[1], scale) - (after.milestone ? 8 * enters : 0);
  const y1 = middle(fromRow, before);
  const y2 = middle(toRow, after);
  const turn = x1 + OUT * leaves;
  const land = x2 - OUT * enters;
  const down = toRow > fromRow ? 1 : -1;
  const between = y1 + (down * HEIGHT) / 2;
  const straight = leaves === enters ? (x2 - turn) * leaves >= OUT : false;
  const way = straight ? `H${turn}V${y2}` : `H${turn}V${between}H${land}V${y2}`;
  const tip = x2 - enters;
  const head = `M${tip - 5 * enters} ${y2 - 4}L${tip} ${y2}L${tip - 5 * enters} ${y2 + 4}`;
  return `M${x1} ${y1}${way}H${tip}${head}`;
}

function side(task, end, scale) {
  const { x, width } = scale.box(task.start, task.finish);
  return task.milestone || end === "S" ? x : x + width;
}

function middle(row, task) {
  return row * HEIGHT + (task.summary ? 15 : 17) + 0.5;
}
