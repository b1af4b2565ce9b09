// <plan-calendar>: tasks move to another day by mouse or pen, or by the arrows. Each move is asked
// of the server as the Gantt asks it; then the server's days replace those that stand here.
import { enableDrag } from "../calendar/drag.js";
import { enableKeys } from "../calendar/keys.js";
import { send } from "../lib/http.js";
import { complain } from "../page/htmx.js";
import { addressOf, DAY, format, parse, words } from "../gantt/terms.js";

class PlanCalendar extends HTMLElement {
  #moved = null;

  connectedCallback() {
    for (const part of this.querySelectorAll("[data-part]")) this[part.dataset.part] = part;
    this.words = words(document.documentElement.lang || "en");
    this.addEventListener("htmx:afterSwap", () => this.#swapped());
    enableDrag(this);
    enableKeys(this);
  }

  // The bar of a task that can be moved, if this is one.
  barOf(target) {
    return target.closest?.(".cal-bar[data-number]") ?? null;
  }

  isMovable(bar) {
    return "start" in bar.dataset && !("readonly" in this.dataset);
  }

  // The moment at which a task would begin so many days later.
  shifted(bar, days) {
    return format(parse(bar.dataset.start) + days * DAY);
  }

  dayOf(moment) {
    return this.querySelector(`.cal-days > [data-day="${moment.slice(0, 10)}"]`);
  }

  mark(moment) {
    this.querySelector(".is-target")?.classList.remove("is-target");
    if (moment) this.dayOf(moment)?.classList.add("is-target");
  }

  say(text) {
    this.status.textContent = text ?? "";
  }

  announce(bar, moment) {
    const said = this.dataset.goes.replace("%s", nameOf(bar));
    this.say(said.replace("%d", this.words.full(parse(moment))));
  }

  hint(event, moment) {
    this.bubble.hidden = !event;
    if (!event) return;
    this.bubble.textContent = this.words.full(parse(moment));
    const home = this.getBoundingClientRect();
    this.bubble.style.left = `${event.clientX - home.left + 12}px`;
    this.bubble.style.top = `${event.clientY - home.top + 14}px`;
  }

  async move(bar, days) {
    this.mark(null);
    if (!days) return;
    const { number } = bar.dataset;
    bar.classList.add("is-busy");
    try {
      const url = addressOf(this.dataset.url, { id: number });
      await send(url, { body: { start: this.shifted(bar, days) } });
      this.#moved = { number, name: nameOf(bar) };
    } catch (error) {
      bar.classList.remove("is-busy");
      complain(error);
      return;
    }
    document.body.dispatchEvent(new CustomEvent("rapport:edited", { bubbles: true }));
  }

  // The focus stays with the task that went to another day, wherever that is.
  #swapped() {
    const moved = this.#moved;
    this.#moved = null;
    if (!moved) return;
    const bars = this.querySelectorAll(`.cal-bar[data-number="${moved.number}"]`);
    for (const bar of bars) bar.classList.add("is-moved");
    if (bars.length) bars[0].focus({ preventScroll: true });
    else {
      this.say(this.dataset.away.replace("%s", moved.name));
      this.tabIndex = -1;
      this.focus({ preventScroll: true });
    }
  }
}

function nameOf(bar) {
  return bar.querySelector(".name").textContent;
}

customElements.define("plan-calendar", PlanCalendar);
