// Keeps in the page what is in sight, and nothing else.
import { backdrop } from "./backdrop.js";
import { drawHeader } from "./header.js";
import { drawRow, HEIGHT } from "./row.js";

const BEYOND = 6;
const ASIDE = 200;
// What is drawn grows by steps, so that most of a scroll draws nothing.
const ROWS = 4;
const WIDTHS = 120;

export class Painter {
  #drawn = new Map();
  #waiting = false;
  #area = "";
  #edge = -1;

  constructor(gantt) {
    this.gantt = gantt;
    this.#look();
    gantt.view.addEventListener("scroll", () => this.#soon(), { passive: true });
    new ResizeObserver(() => {
      this.#look();
      this.#widen();
      this.#soon();
    }).observe(gantt.view);
  }

  #soon() {
    if (this.#waiting) return;
    this.#waiting = true;
    requestAnimationFrame(() => {
      this.#waiting = false;
      this.#follow();
    });
  }

  #look() {
    const { view, head } = this.gantt;
    this.left = head.firstElementChild.offsetWidth;
    this.room = view.clientWidth - this.left;
  }

  #widen() {
    this.gantt.canvas.style.width = `${this.left + this.gantt.scale.width}px`;
  }

  // Forget what is drawn, and take the size of what there is: the plan or the scale is another.
  measure() {
    const { body, canvas, plan } = this.gantt;
    body.replaceChildren();
    this.#drawn.clear();
    this.#widen();
    body.style.height = `${plan.rows.length * HEIGHT}px`;
    canvas.setAttribute("aria-rowcount", plan.rows.length + 1);
  }

  render() {
    this.measure();
    this.paint();
  }

  // Draw what a scroll has brought near, where it is not drawn already.
  #follow() {
    const area = this.#inSight();
    if (JSON.stringify(area) !== this.#area) this.paint(area);
    else if (this.gantt.view.scrollLeft !== this.#edge) this.#head(area);
  }

  paint(area = this.#inSight()) {
    this.#area = JSON.stringify(area);
    this.#rows(area.top / HEIGHT, Math.round(area.bottom / HEIGHT));
    this.#behind(area, this.left);
    this.#head(area);
  }

  #head(area) {
    this.#edge = this.gantt.view.scrollLeft;
    drawHeader(this.gantt, area, this.#edge);
  }

  #inSight() {
    const { view, plan, scale } = this.gantt;
    const { scrollTop, scrollLeft, clientHeight, clientWidth } = view;
    const first = down(scrollTop / HEIGHT - BEYOND, ROWS);
    const last = Math.min(plan.rows.length, up((scrollTop + clientHeight) / HEIGHT + BEYOND, ROWS));
    return {
      left: down(scrollLeft - ASIDE, WIDTHS),
      right: Math.min(scale.width, up(scrollLeft + clientWidth + ASIDE, WIDTHS)),
      top: first * HEIGHT,
      bottom: last * HEIGHT,
    };
  }

  row(id) {
    return this.#drawn.get(id);
  }

  #rows(first, last) {
    const { plan, active } = this.gantt;
    const wanted = new Map();
    for (let row = first; row < last; row += 1) wanted.set(plan.rows[row].id, row);
    if (plan.rowOf(active) !== undefined) wanted.set(active, plan.rowOf(active));
    for (const [id, element] of this.#drawn) {
      if (wanted.has(id)) continue;
      element.remove();
      this.#drawn.delete(id);
    }
    for (const [id, row] of wanted) if (!this.#drawn.has(id)) this.#insert(id, row);
    for (const [id, element] of this.#drawn) element.tabIndex = id === active ? 0 : -1;
  }

  // Rows stand in the page in their order, because those who read aloud follow the page.
  #insert(id, row) {
    const { body, plan } = this.gantt;
    const element = drawRow(plan.byId.get(id), row, this.gantt);
    const next = [...body.children].find((other) => Number(other.ariaRowIndex ?? other.getAttribute("aria-rowindex")) > row + 2);
    body.insertBefore(element, next ?? null);
    this.#drawn.set(id, element);
  }

  #behind(area, left) {
    const { overlay } = this.gantt;
    const width = Math.max(1, area.right - area.left);
    const height = Math.max(1, area.bottom - area.top);
    overlay.setAttribute("viewBox", `${area.left} ${area.top} ${width} ${height}`);
    overlay.style.width = `${width}px`;
    overlay.style.height = `${height}px`;
    overlay.style.transform = `translate(${left + area.left}px, ${area.top}px)`;
    overlay.replaceChildren(...backdrop(this.gantt, area));
  }
}

function down(number, step) {
  return Math.max(0, Math.floor(number / step) * step);
}

function up(number, step) {
  return Math.ceil(number / step) * step;
}
