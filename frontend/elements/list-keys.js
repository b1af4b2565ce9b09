// <list-keys>: J and K walk through the rows, X selects, Shift takes a range, Enter opens.
// Rows carry data-row; a bulk bar (.bulk) shows while something is selected.
import { isTyping } from "../lib/dom.js";

class ListKeys extends HTMLElement {
  #last = null;

  connectedCallback() {
    this.stop = new AbortController();
    const { signal } = this.stop;
    document.addEventListener("keydown", (event) => this.#key(event), { signal });
    this.addEventListener("click", (event) => this.#click(event), { signal });
    this.addEventListener("change", () => this.#show(), { signal });
    this.addEventListener("htmx:afterSwap", () => this.#show(), { signal });
    this.#show();
  }

  disconnectedCallback() {
    this.stop.abort();
  }

  get rows() {
    return [...this.querySelectorAll("[data-row]")];
  }

  #key(event) {
    if (isTyping(event) || document.querySelector("dialog[open]")) return;
    if (event.ctrlKey || event.metaKey || event.altKey || document.body.dataset.shortcuts === "off") return;
    const act = {
      j: () => this.#go(1),
      k: () => this.#go(-1),
      x: () => this.#toggle(this.here, event.shiftKey),
      Enter: () => event.target === document.body && this.here?.querySelector("a")?.click(),
      Escape: () => this.#clear(),
    }[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (!act || (event.key === "Enter" && (!this.here || event.target !== document.body))) return;
    if (event.key !== "Escape") event.preventDefault();
    act();
  }

  get here() {
    return this.querySelector("[data-row].is-here");
  }

  #go(step) {
    const { rows, here } = this;
    const current = here ?? this.querySelector("[data-row][aria-current]");
    const next = rows[current ? rows.indexOf(current) + step : 0];
    if (!next) return;
    here?.classList.remove("is-here");
    next.classList.add("is-here");
    next.scrollIntoView({ block: "nearest" });
    if (next.matches("a")) next.focus({ preventScroll: true });
    else document.activeElement?.blur();
  }

  #box(row) {
    return row?.querySelector('input[type="checkbox"]');
  }

  #toggle(row, isRange) {
    const box = this.#box(row);
    if (!box) return;
    this.#set(row, !box.checked, isRange);
  }

  #set(row, checked, isRange) {
    const { rows } = this;
    const [a, b] = [rows.indexOf(isRange && this.#last ? this.#last : row), rows.indexOf(row)];
    for (const each of rows.slice(Math.min(a, b), Math.max(a, b) + 1)) {
      if (this.#box(each)) this.#box(each).checked = checked;
    }
    this.#last = row;
    this.#show();
  }

  #click(event) {
    const all = event.target.closest("[data-select-all]");
    if (all) {
      for (const row of this.rows) if (this.#box(row)) this.#box(row).checked = all.checked;
      this.#show();
    }
    if (event.target.closest("[data-clears]")) this.#clear();
    const row = event.target.closest("[data-row]");
    if (row && event.target === this.#box(row)) this.#set(row, event.target.checked, event.shiftKey);
  }

  #clear() {
    for (const row of this.rows) if (this.#box(row)) this.#box(row).checked = false;
    this.#show();
  }

  #show() {
    let count = 0;
    const { rows } = this;
    for (const row of rows) {
      const checked = Boolean(this.#box(row)?.checked);
      count += checked;
      row.classList.toggle("is-selected", checked);
    }
    const bar = this.querySelector(".bulk");
    if (bar) bar.hidden = !count;
    const said = this.querySelector("[data-count]");
    if (said) said.textContent = (this.dataset.selected ?? "%n").replace("%n", count);
    const all = this.querySelector("[data-select-all]");
    if (all) {
      all.checked = count > 0 && count === rows.length;
      all.indeterminate = count > 0 && count < rows.length;
    }
  }
}

customElements.define("list-keys", ListKeys);
