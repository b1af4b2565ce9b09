// The two lines of dates above the bars, and the flags of today and of what was promised.
import { make } from "../lib/dom.js";
import { endOf } from "./backdrop.js";
import { dateOf, parse } from "./terms.js";

// About as wide as each flag is written.
const WIDE = { "is-today": 44, "is-promise": 68, "is-likely": 58 };
const NAME = 130;

export function drawHeader({ ticks, plan, scale, words, texts }, { left, right }, edgeX) {
  const { minor, major } = scale.ticks(scale.dayAt(left), scale.dayAt(right) + 1, words);
  ticks.style.width = `${scale.width}px`;
  ticks.replaceChildren(
    ...major.filter(hasRoom).map(({ x, text }, index, shown) => at(make("span", { class: "g-major" }, text), inSight(x, shown[index + 1]?.x, edgeX))),
    ...minor.map(({ x, text, off }) => at(make("span", { class: `g-minor${off ? " is-off" : ""}` }, text), x)),
    ...flags(plan, scale, words, texts),
  );
  if (scale.zoom === "day") for (const tick of ticks.querySelectorAll(".g-minor")) tick.style.width = `${scale.px}px`;
}

// Of a month of which some last days are in sight, the next one's name takes the place.
function hasRoom({ x }, index, all) {
  return !all[index + 1] || all[index + 1].x - x >= NAME;
}

// The name of the month that began out of sight stays at the edge until the next one pushes it.
function inSight(x, next = Infinity, edgeX = 0) {
  return Math.max(x, Math.min(edgeX, next - NAME));
}

function flags({ facts }, scale, words, texts) {
  const promised = new Map();
  for (const { date, label } of facts.promises ?? []) promised.set(date, [...(promised.get(date) ?? []), label]);
  const found = [...promised].map(([date, labels]) => ({
    x: scale.x(endOf(date)),
    kind: "is-promise",
    text: labels.length > 1 ? `${texts.promised} (${labels.length})` : texts.promised,
    title: `${texts.promised}: ${labels.join(", ")}, ${words.full(parse(date))}`,
  }));
  if (facts.finish) {
    const { early, likely } = facts.finish;
    const title = `${texts.likely}: ${words.full(parse(early))} – ${words.full(parse(likely))}, ${texts.basis}`;
    found.push({ x: scale.x(parse(early)), kind: "is-likely", text: "50–80 %", title });
  }
  const today = parse(facts.today);
  found.push({ x: scale.x(today), kind: "is-today", text: texts.today, title: words.full(parse(dateOf(today))) });
  found.sort((a, b) => a.x - b.x);
  // Where two flags would cover each other, the earlier one keeps only its edge.
  return found.map((flag, index) => {
    const isTight = found[index + 1] && found[index + 1].x - flag.x < WIDE[flag.kind];
    return at(make("span", { class: `g-flag ${flag.kind}${isTight ? " is-tight" : ""}`, title: flag.title }, flag.text), flag.x);
  });
}

function at(element, x) {
  element.style.left = `${x}px`;
  return element;
}
