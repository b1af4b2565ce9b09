// What one change moved: each task with how much later or earlier it ends, and why.
import { make } from "../lib/dom.js";
import { DAY, parse } from "./terms.js";

const SHOWN = 12;

export function showEffects(gantt, task, moved) {
  const { effects, texts } = gantt;
  const others = moved.filter(({ task: other }) => other !== task && !other.summary);
  effects.hidden = !others.length;
  if (!others.length) return effects.replaceChildren();
  const rows = others.slice(0, SHOWN).map((each) => line(gantt, each));
  const more = others.length - rows.length;
  effects.replaceChildren(
    make("header", {}, make("h3", {}, texts.effects.replace("%s", task.name)), close(gantt)),
    make("ul", {}, ...rows),
    ...(more ? [make("p", { class: "muted" }, texts.more.replace("%n", more))] : []),
  );
}

function line(gantt, { task, was }) {
  const name = make("button", { type: "button", class: "link" }, task.name);
  name.addEventListener("click", () => gantt.focusRow(task.id));
  const days = Math.round((parse(task.finish.slice(0, 10)) - parse(was.slice(0, 10))) / DAY);
  const later = parse(task.finish) > parse(was);
  return make(
    "li",
    {},
    name,
    make("span", { class: later ? "tag warn" : "tag good" }, shift(gantt, days, later)),
    make("span", { class: "muted" }, task.why ?? ""),
  );
}

function shift({ texts }, days, later) {
  if (!days) return texts.sameDay;
  const unit = { style: "unit", unit: "day", unitDisplay: "long" };
  const length = new Intl.NumberFormat(document.documentElement.lang || "en", unit).format(Math.abs(days));
  return (later ? texts.later : texts.earlier).replace("%s", length);
}

function close(gantt) {
  const button = make("button", { type: "button", class: "btn small quiet" }, gantt.texts.close);
  button.addEventListener("click", () => {
    gantt.effects.hidden = true;
    gantt.focusRow(gantt.active);
  });
  return button;
}
