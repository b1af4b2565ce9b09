// <plan-gantt>: the plan as rows and bars. Only what is in sight stands in the page, so that
// 1,500 tasks scroll like 15. The markup inside it is ui/_gantt.html.
import { enableDrag } from "../gantt/drag.js";
import { enableKeys } from "../gantt/keys.js";
import { Painter } from "../gantt/painter.js";
import { Plan } from "../gantt/plan.js";
import { HEIGHT } from "../gantt/row.js";
import { Scale, ZOOMS } from "../gantt/scale.js";
import { addressOf, DAY, parse, words } from "../gantt/terms.js";

class PlanGantt extends HTMLElement {
  connectedCallback() {
    for (const part of this.querySelectorAll("[data-part]")) this[part.dataset.part] = part;
    this.plan = new Plan(JSON.parse(document.getElementById(this.dataset.source).textContent));
    this.readonly = "readonly" in this.dataset;
    this.texts = this.dataset;
    this.words = words(document.documentElement.lang || "en");
    this.active = this.plan.rows[0]?.id;
    this.painter = new Painter(this);
    this.addEventListener("click", (event) => this.#click(event));
    this.body.addEventListener("focusin", (event) => {
      this.active = Number(event.target.closest(".g-row").dataset.id);
    });
    this.body.addEventListener("dblclick", (event) => {
      const row = event.target.closest(".g-row");
      if (row) this.open(this.plan.byId.get(Number(row.dataset.id)));
    });
    enableDrag(this);
    enableKeys(this);
    this.#scaleTo(this.#fitting());
    this.painter.measure();
    this.#showNow();
  }

  // Today at a third of the width; a young plan is shown from its first day.
  #showNow() {
    const room = this.painter.room / 3;
    const first = this.scale.timeOf(5);
    this.showTime(Math.max(first, parse(this.plan.facts.today) - (room / this.scale.px) * DAY));
  }

  // The closest look at which the plan is not much wider than the view.
  #fitting() {
    const room = this.painter.room * 1.4;
    const { span } = new Scale(this.plan, "month");
    return Object.keys(ZOOMS).find((name) => span * ZOOMS[name] < room) ?? "month";
  }

  // Today stays where it stands; out of sight, the middle does.
  zoom(name) {
    const { room } = this.painter;
    const today = parse(this.plan.facts.today);
    const x = this.scale.x(today) - this.view.scrollLeft;
    const isSeen = x >= 0 && x <= room;
    const kept = isSeen ? today : this.scale.timeOf(this.scale.dayAt(this.view.scrollLeft + room / 2));
    const hadFocus = this.body.contains(document.activeElement);
    this.#scaleTo(name);
    this.painter.measure();
    this.showTime(kept, isSeen ? x : room / 2);
    if (hadFocus) this.focusRow(this.active);
  }

  #scaleTo(name) {
    this.scale = new Scale(this.plan, name);
    for (const button of this.querySelectorAll("[data-zoom]")) {
      button.setAttribute("aria-pressed", String(button.dataset.zoom === name));
    }
  }

  showTime(time, from = 0) {
    this.view.scrollLeft = Math.max(0, this.scale.x(time) - from);
    this.painter.paint();
  }

  render() {
    const hadFocus = this.body.contains(document.activeElement);
    this.painter.render();
    if (hadFocus) this.focusRow(this.active);
  }

  focusAt(row) {
    const last = this.plan.rows.length - 1;
    this.focusRow(this.plan.rows[Math.min(last, Math.max(0, row))].id);
  }

  focusRow(id) {
    const row = this.plan.rowOf(id);
    if (row === undefined) return;
    this.active = id;
    const { scrollTop, clientHeight } = this.view;
    const room = clientHeight - this.head.offsetHeight - HEIGHT;
    const top = row * HEIGHT;
    if (top < scrollTop) this.view.scrollTop = top;
    else if (top > scrollTop + room) this.view.scrollTop = top - room;
    this.painter.paint();
    this.painter.row(id).focus({ preventScroll: true });
  }

  fold(task) {
    this.plan.fold(task);
    this.render();
  }

  open(task) {
    if (this.dataset.openUrl) location.assign(addressOf(this.dataset.openUrl, task));
  }

  hint(event, fields) {
    this.bubble.hidden = !event;
    if (!event) return;
    this.bubble.textContent = this.words.full(parse(fields.start ?? fields.finish));
    const home = this.getBoundingClientRect();
    this.bubble.style.left = `${event.clientX - home.left + 12}px`;
    this.bubble.style.top = `${event.clientY - home.top + 14}px`;
  }

  mark(id) {
    this.body.querySelector(".is-target")?.classList.remove("is-target");
    if (id) this.painter.row(id)?.classList.add("is-target");
  }

  say(text) {
    this.status.textContent = text ?? "";
  }

  laneOrigin() {
    const { left, top } = this.body.getBoundingClientRect();
    return { x: left + this.head.firstElementChild.offsetWidth, y: top };
  }

  #click({ target }) {
    const { zoom, toggles } = target.closest("[data-zoom], [data-toggles]")?.dataset ?? {};
    if (zoom) this.zoom(zoom);
    if (toggles) {
      const on = this.classList.toggle(toggles);
      target.closest("button").setAttribute("aria-pressed", String(on));
    }
    if (target.closest("[data-shows-today]")) this.#showNow();
    const row = target.closest(".g-row");
    if (!row) return;
    const task = this.plan.byId.get(Number(row.dataset.id));
    if (target.closest(".g-fold")) this.fold(task);
    else this.focusRow(task.id);
  }
}

customElements.define("plan-gantt", PlanGantt);
