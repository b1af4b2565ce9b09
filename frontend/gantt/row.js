// One row: the cells on the left and the bar in its lane. Positions are set through the CSSOM,
// because the page allows no inline styles.
import { icon, make } from "../lib/dom.js";
import { addressOf, parse } from "./terms.js";

export const HEIGHT = 36;

export function drawRow(task, row, { plan, scale, words, texts, readonly }) {
  const element = make(
    "div",
    {
      class: `g-row${task.summary ? " is-summary" : ""}`,
      role: "row",
      "data-id": task.id,
      "aria-rowindex": row + 2,
      "aria-level": task.level + 1,
      "aria-expanded": task.summary ? String(!plan.isFolded(task)) : null,
      tabindex: "-1",
    },
    cells(task, plan, words, texts),
    lane(task, scale, words, texts, readonly),
  );
  element.style.transform = `translateY(${row * HEIGHT}px)`;
  return element;
}

function cells(task, plan, words, texts) {
  const fold = task.summary
    ? make("button", { class: "g-fold", type: "button", tabindex: "-1", "aria-hidden": "true" }, icon(plan.isFolded(task) ? "right" : "down"))
    : null;
  const name = make("div", { class: "g-cell g-name", role: "rowheader" }, fold, nameOf(task, texts.openUrl), mark(task, texts));
  name.style.paddingLeft = `${12 + task.level * 16 + (task.summary ? 0 : 20)}px`;
  return make(
    "div",
    { class: "g-left", role: "presentation" },
    name,
    make("div", { class: "g-cell g-who ell", role: "gridcell" }, task.who ?? ""),
    make("div", { class: "g-cell g-date", role: "gridcell" }, task.start ? words.date(parse(task.start)) : ""),
    make("div", { class: "g-cell g-date", role: "gridcell" }, task.finish ? words.date(parse(task.finish)) : ""),
  );
}

// By keyboard Enter on the row opens the task, so that the link is no stop of its own.
function nameOf(task, openUrl) {
  const isLink = openUrl && !task.summary;
  const look = { class: "ell", title: task.name };
  return isLink
    ? make("a", { ...look, href: addressOf(openUrl, task), tabindex: "-1" }, task.name)
    : make("span", look, task.name);
}

function mark(task, { repeats }) {
  return task.repeats ? make("span", { class: "mark", title: repeats, role: "img", "aria-label": repeats }, icon("refresh")) : null;
}

function lane(task, scale, words, texts, readonly) {
  const lane = make("div", { class: "g-lane", role: "gridcell", "aria-label": sentence(task, words, texts) });
  lane.style.width = `${scale.width}px`;
  if (!task.start || !task.finish) return lane;
  if (task.baseline) lane.append(base(task, scale));
  if (task.likely) lane.append(place(make("i", { class: "g-likely" }), scale.box(...task.likely)));
  const box = scale.box(task.start, task.finish);
  if (task.late > task.finish) lane.append(place(make("i", { class: "g-slack" }), scale.box(task.finish, task.late)));
  lane.append(bar(task, box, readonly), label(task, box));
  return lane;
}

function base(task, scale) {
  const box = scale.box(...task.baseline);
  return place(make("i", { class: `g-base${task.milestone ? " is-milestone" : ""}` }), task.milestone ? { x: box.x - 4 } : box);
}

function bar(task, box, readonly) {
  const kind = task.milestone ? "is-milestone" : task.summary ? "is-summary" : "";
  const state = `${task.critical ? " is-critical" : ""}${task.percent >= 100 ? " is-done" : ""}`;
  const bar = make("div", { class: `g-bar ${kind}${state}` });
  if (task.milestone) return place(bar, { x: box.x - 8 });
  if (task.percent && !task.summary) {
    const done = make("i", { class: "g-done" });
    done.style.width = `${Math.min(100, task.percent)}%`;
    bar.append(done);
  }
  if (!readonly && task.editable && !task.summary) {
    bar.classList.add("is-editable");
    bar.append(make("i", { class: "g-grip" }));
  }
  if (!readonly && !task.summary) bar.append(make("i", { class: "g-link" }));
  return place(bar, box);
}

function label(task, { x, width }) {
  const text = make("span", { class: "g-label" }, make("span", {}, task.name), task.note ? make("em", {}, task.note) : null);
  return place(text, { x: x + (task.milestone ? 24 : width + 16) });
}

function place(element, { x, width }) {
  element.style.left = `${x}px`;
  if (width !== undefined) element.style.width = `${width}px`;
  return element;
}

function sentence(task, words, texts) {
  if (!task.start) return texts.undated;
  const parts = [span(task, task.start, task.finish, words)];
  if (!task.milestone && task.percent !== null && task.percent !== undefined) parts.push(`${task.percent}%`);
  if (task.critical) parts.push(texts.critical);
  if (task.note) parts.push(task.note);
  if (task.late > task.finish) parts.push(`${texts.slack}: ${words.full(parse(task.late))}`);
  if (task.likely) parts.push(`${texts.likely}: ${span({}, ...task.likely, words)}`);
  if (task.baseline) parts.push(`${texts.baseline}: ${span(task, ...task.baseline, words)}`);
  return parts.join(", ");
}

function span(task, start, finish, words) {
  const to = words.full(parse(finish));
  return task.milestone ? to : `${words.full(parse(start))} – ${to}`;
}
