// Move a bar, pull its end, or draw a link from it with the mouse or a pen. A finger scrolls.
import { draw } from "../lib/dom.js";
import { change, link } from "./changes.js";
import { HEIGHT } from "./row.js";
import { DAY, format, parse } from "./terms.js";

export function enableDrag(gantt) {
  gantt.body.addEventListener("pointerdown", (event) => {
    const bar = event.target.closest(".g-bar");
    if (!bar || event.button !== 0 || event.pointerType === "touch") return;
    const task = gantt.plan.byId.get(Number(bar.closest(".g-row").dataset.id));
    const begin = event.target.matches(".g-link") ? drawLink : bar.matches(".is-editable") ? moveBar : null;
    if (!begin) return;
    event.preventDefault();
    gantt.focusRow(task.id);
    follow(event, bar, begin(gantt, task, bar, event));
  });
}

function follow(event, bar, { move, drop, cancel }) {
  bar.setPointerCapture(event.pointerId);
  const stop = new AbortController();
  const { signal } = stop;
  const end = (act) => (last) => {
    stop.abort();
    act(last);
  };
  bar.addEventListener("pointermove", move, { signal });
  bar.addEventListener("pointerup", end(drop), { signal });
  bar.addEventListener("pointercancel", end(cancel), { signal });
  document.addEventListener("keydown", (key) => key.key === "Escape" && end(cancel)(key), { signal });
}

function moveBar(gantt, task, bar, { clientX, target }) {
  const resize = target.matches(".g-grip");
  const { left, width } = getComputedStyle(bar);
  const [x, wide] = [parseFloat(left), parseFloat(width)];
  let days = 0;
  bar.classList.add("is-dragged");
  const show = () => {
    if (resize) bar.style.width = `${Math.max(gantt.scale.px, wide + days * gantt.scale.px)}px`;
    else bar.style.left = `${x + days * gantt.scale.px}px`;
  };
  return {
    move: (event) => {
      days = Math.round((event.clientX - clientX) / gantt.scale.px);
      show();
      gantt.hint(event, shifted(task, resize, days));
    },
    drop: () => {
      gantt.hint(null);
      bar.classList.remove("is-dragged");
      if (days) change(gantt, task, shifted(task, resize, days));
      else if (!resize && task.id) gantt.focusRow(task.id);
    },
    cancel: () => {
      days = 0;
      show();
      gantt.hint(null);
      bar.classList.remove("is-dragged");
    },
  };
}

export function shifted(task, resize, days) {
  const field = resize ? "finish" : "start";
  const moved = parse(task[field]) + days * DAY;
  return { [field]: format(resize ? Math.max(moved, parse(task.start)) : moved) };
}

function drawLink(gantt, task, bar) {
  const line = draw("path", { class: "g-path is-new" });
  gantt.overlay.append(line);
  const box = bar.getBoundingClientRect();
  const home = gantt.laneOrigin();
  const [x1, y1] = [box.right - home.x, box.top + box.height / 2 - home.y];
  const over = (event) => {
    const row = Math.floor((event.clientY - home.y) / HEIGHT);
    return gantt.plan.rows[row];
  };
  return {
    move: (event) => {
      line.setAttribute("d", `M${x1} ${y1}L${event.clientX - home.x} ${event.clientY - home.y}`);
      gantt.mark(over(event)?.id);
    },
    drop: (event) => {
      line.remove();
      gantt.mark(null);
      const to = over(event);
      if (to && to !== task) link(gantt, task, to);
    },
    cancel: () => {
      line.remove();
      gantt.mark(null);
    },
  };
}
