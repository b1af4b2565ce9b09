// The focused task by keyboard: left and right move it a day, up and down a week; Escape lets it be.
import { debounce } from "../lib/dom.js";

const STEPS = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 };

export function enableKeys(calendar) {
  let waiting = { bar: null, days: 0 };

  const forget = () => {
    waiting = { bar: null, days: 0 };
    calendar.mark(null);
  };

  const commit = debounce(() => {
    const { bar, days } = waiting;
    forget();
    // The days may have come anew meanwhile.
    const here = bar?.isConnected ? bar : calendar.querySelector(`.cal-bar[data-number="${bar?.dataset.number}"]`);
    if (here) calendar.move(here, days);
  }, 450);

  calendar.addEventListener("keydown", (event) => {
    const bar = calendar.barOf(event.target);
    if (!bar || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    if (event.key === "Escape") {
      commit.cancel();
      return forget();
    }
    const step = STEPS[event.key];
    if (!step) return;
    event.preventDefault();
    event.stopPropagation();
    if (!calendar.isMovable(bar)) return calendar.say(calendar.dataset.fixed);
    waiting = { bar, days: (waiting.bar === bar ? waiting.days : 0) + step };
    const moment = calendar.shifted(bar, waiting.days);
    calendar.mark(moment);
    calendar.announce(bar, moment);
    commit();
  });
}
