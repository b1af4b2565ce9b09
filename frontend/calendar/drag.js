// Drag a bar to another day with the mouse or a pen. A finger scrolls.
import { DAY, parse } from "../gantt/terms.js";

const BEGINS = 4;

export function enableDrag(calendar) {
  let hasMoved = false;
  calendar.addEventListener("dragstart", (event) => event.preventDefault());
  // A bar is a link: when it was dragged, letting go does not open it.
  calendar.addEventListener(
    "click",
    (event) => {
      if (!hasMoved || !calendar.barOf(event.target)) return;
      event.preventDefault();
      event.stopPropagation();
      hasMoved = false;
    },
    { capture: true },
  );
  calendar.addEventListener("pointerdown", (event) => {
    hasMoved = false;
    const bar = calendar.barOf(event.target);
    if (!bar || event.button !== 0 || event.pointerType === "touch" || !calendar.isMovable(bar)) return;
    follow(calendar, bar, event, () => (hasMoved = true));
  });
}

function follow(calendar, bar, { pointerId, clientX, clientY }, begins) {
  const from = dayAt(calendar, clientX, clientY);
  const stop = new AbortController();
  const { signal } = stop;
  let days = null;
  bar.setPointerCapture(pointerId);
  const end = (act) => (last) => {
    stop.abort();
    bar.classList.remove("is-dragged");
    calendar.hint(null);
    calendar.mark(null);
    if (days !== null) act(last);
  };
  const move = (event) => {
    if (days === null && Math.hypot(event.clientX - clientX, event.clientY - clientY) < BEGINS) return;
    if (days === null) {
      bar.classList.add("is-dragged");
      begins();
    }
    const to = dayAt(calendar, event.clientX, event.clientY) ?? from;
    days = Math.round((parse(to) - parse(from)) / DAY);
    const moment = calendar.shifted(bar, days);
    calendar.hint(event, moment);
    calendar.mark(moment);
  };
  bar.addEventListener("pointermove", move, { signal });
  bar.addEventListener("pointerup", end(() => calendar.move(bar, days)), { signal });
  bar.addEventListener("pointercancel", end(() => {}), { signal });
  document.addEventListener("keydown", (key) => key.key === "Escape" && end(() => {})(key), { signal });
}

// The day at a point of the page, beneath whatever lies on it.
function dayAt(calendar, x, y) {
  const day = document.elementsFromPoint(x, y).find((each) => each.matches(".cal-days > [data-day]"));
  return day && calendar.contains(day) ? day.dataset.day : null;
}
