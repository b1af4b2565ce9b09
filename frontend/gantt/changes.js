// Changes are asked of the server, which answers with the plan as it then stands.
import { send } from "../lib/http.js";
import { complain } from "../page/htmx.js";
import { showEffects } from "./effects.js";
import { Scale } from "./scale.js";
import { addressOf, parse } from "./terms.js";

export function change(gantt, task, fields) {
  return ask(gantt, task, gantt.dataset.taskUrl, fields);
}

export function link(gantt, from, to) {
  return ask(gantt, from, gantt.dataset.linkUrl, { to: to.id, kind: "FS" });
}

async function ask(gantt, task, template, fields) {
  gantt.painter.row(task.id)?.classList.add("is-busy");
  try {
    const moved = gantt.plan.merge(await send(addressOf(template, task), { body: fields }));
    gantt.scale = new Scale(gantt.plan, gantt.scale.zoom);
    gantt.render();
    for (const { task: other } of moved) gantt.painter.row(other.id)?.classList.add("is-moved");
    showEffects(gantt, task, moved.filter(({ was }) => was));
    gantt.say(gantt.texts.moved.replace("%s", task.name).replace("%n", moved.length));
    document.body.dispatchEvent(new CustomEvent("rapport:plan", { bubbles: true }));
  } catch (error) {
    gantt.render();
    complain(error);
  }
}

// Show where a bar would go, before the server is asked.
export function preview(gantt, task, fields, resize) {
  const by = resize ? 0 : parse(fields.start) - parse(task.start);
  const finish = resize ? fields.finish : new Date(parse(task.finish) + by).toISOString();
  const { x, width } = gantt.scale.box(fields.start ?? task.start, finish);
  const bar = gantt.painter.row(task.id)?.querySelector(".g-bar");
  if (!bar) return;
  bar.style.left = `${task.milestone ? x - 8 : x}px`;
  if (!task.milestone) bar.style.width = `${width}px`;
  gantt.say(gantt.words.full(parse(fields.start ?? fields.finish)));
}
