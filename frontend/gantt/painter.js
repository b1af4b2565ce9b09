// Keeps in the page what is in sight, and nothing else.
import { backdrop } from "./backdrop.js";
import { drawHeader } from "./header.js";
import { drawRow, HEIGHT } from "./row.js";

const BEYOND = 6;
const ASIDE = 200;

export class Painter {
  #drawn = new Map();
  #waiting = false;

  constructor(gantt) {
    this.gantt = gantt;
    gantt.view.addEventListener("scroll", () => this.soon(), { passive: true });
    new ResizeObserver(() => this.soon()).observe(gantt.view);
  }

  soon() {
    if (this.#waiting) return;
    this.#waiting = true;
    requestAnimationFrame(() => {
      this.#waiting = false;
      this.paint();
    });
  }

  // Draw everything anew: after a change of the plan or of the scale.
  render() {
    const { body, canvas, plan } = this.gantt;
    for (const row of this.#drawn.values()) row.remove();
    this.#drawn.clear();
    body.style.height = `${plan.rows.length * HEIGHT}px`;
    canvas.setAttribute("aria-rowcount", plan.rows.length + 1);
    this.paint();
  }

  paint() {
    const { view, canvas, plan, scale, head } = this.gantt;
    const left = head.firstElementChild.offsetWidth;
    canvas.style.width = `${left + scale.width}px`;
    const { scrollTop, scrollLeft, clientHeight, clientWidth } = view;
    const first = Math.max(0, Math.floor(scrollTop / HEIGHT) - BEYOND);
    const last = Math.min(plan.rows.length, Math.ceil((scrollTop + clientHeight) / HEIGHT) + BEYOND);
    const area = {
      left: Math.max(0, scrollLeft - ASIDE),
      right: Math.min(scale.width, scrollLeft + clientWidth + ASIDE),
      top: first * HEIGHT,
      bottom: last * HEIGHT,
    };
    this.#rows(first, last);
    this.#behind(area, left);
    drawHeader(this.gantt, area, scrollLeft);
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
