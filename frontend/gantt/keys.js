// The plan by keyboard: arrows walk the rows and move the bar, Shift changes its length,
// L starts and ends a link, Enter opens the task, + and - zoom.
import { debounce } from "../lib/dom.js";
import { change, link, preview } from "./changes.js";
import { shifted } from "./drag.js";
import { ZOOMS } from "./scale.js";

const PAGE = 12;

export function enableKeys(gantt) {
  let waiting = { task: null, days: 0, resize: false };
  let linkFrom = null;

  const commit = debounce(() => {
    const { task, days, resize } = waiting;
    waiting = { task: null, days: 0, resize: false };
    if (task && days) change(gantt, task, shifted(task, resize, days));
  }, 450);

  const nudge = (task, days, resize) => {
    if (!task.editable || gantt.readonly) return gantt.say(gantt.texts.fixed);
    const same = waiting.task === task && waiting.resize === resize;
    waiting = { task, resize, days: (same ? waiting.days : 0) + days };
    preview(gantt, task, shifted(task, resize, waiting.days), resize);
    commit();
  };

  const toggleLink = (task) => {
    if (gantt.readonly) return;
    if (!linkFrom) {
      linkFrom = task;
      gantt.say(gantt.texts.linking.replace("%s", task.name));
    } else {
      if (linkFrom !== task) link(gantt, linkFrom, task);
      linkFrom = null;
    }
    gantt.mark(linkFrom?.id);
  };

  const sideways = (task, step, event) => {
    if (!task.summary) return nudge(task, step, event.shiftKey);
    if ((step < 0) === gantt.plan.isFolded(task)) {
      const parent = step < 0 && gantt.plan.parentOf(task);
      return parent && gantt.focusRow(parent.id);
    }
    gantt.fold(task);
  };

  const acts = {
    ArrowDown: (task, row) => gantt.focusAt(row + 1),
    ArrowUp: (task, row) => gantt.focusAt(row - 1),
    PageDown: (task, row) => gantt.focusAt(row + PAGE),
    PageUp: (task, row) => gantt.focusAt(row - PAGE),
    Home: () => gantt.focusAt(0),
    End: () => gantt.focusAt(Infinity),
    ArrowLeft: (task, row, event) => sideways(task, -1, event),
    ArrowRight: (task, row, event) => sideways(task, 1, event),
    Enter: (task) => gantt.open(task),
    " ": (task) => task.summary && gantt.fold(task),
    l: toggleLink,
    "+": () => zoomBy(gantt, -1),
    "-": () => zoomBy(gantt, 1),
    Escape: () => {
      linkFrom = null;
      commit.cancel();
      waiting = { task: null, days: 0, resize: false };
      gantt.mark(null);
      gantt.render();
    },
  };

  gantt.body.addEventListener("keydown", (event) => {
    const act = acts[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    const row = gantt.plan.rowOf(gantt.active);
    if (!act || row === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    act(gantt.plan.rows[row], row, event);
  });
}

function zoomBy(gantt, step) {
  const names = Object.keys(ZOOMS);
  const next = names[names.indexOf(gantt.scale.zoom) + step];
  if (next) gantt.zoom(next);
}
