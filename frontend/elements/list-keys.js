// <list-keys>: J and K walk through the rows, X selects, Shift takes a range, Enter opens.
// Rows carry data-row, their own keys data-row-key; a bulk bar (.bulk) shows while something is
// selected, and its keys act on the row one stands on where nothing is. What is selected stays so when the rows are drawn anew.
import { isTyping } from "../lib/dom.js";
import { rowKey } from "../lib/row-keys.js";

class ListKeys extends HTMLElement {
  #last = null;
  #kept = new Set();

  connectedCallback() {
    this.stop = new AbortController();
    const { signal } = this.stop;
    document.addEventListener("keydown", (event) => this.#key(event), { signal });
    this.addEventListener("click", (event) => this.#click(event), { signal });
    this.addEventListener("toggle", ({ target }) => target.open && target.querySelector(".items input")?.focus(), { signal, capture: true });
    this.addEventListener("change", () => this.#show(), { signal });
    this.addEventListener("htmx:beforeSwap", () => (this.#kept = new Set(this.#checked().map((box) => box.value))), { signal });
    this.addEventListener("htmx:afterSwap", () => this.#restore(), { signal });
    this.#show();
  }

  disconnectedCallback() {
    this.stop.abort();
  }

  get rows() { return [...this.querySelectorAll("[data-row]")]; }

  #key(event) {
    if (event.key === "Enter" && event.target.dataset?.submits) return this.#submit(event);
    if (isTyping(event) || document.querySelector("dialog[open]")) return;
    if (event.ctrlKey || event.metaKey || event.altKey || document.body.dataset.shortcuts === "off") return;
    const act = {
      j: () => this.#go(1),
      k: () => this.#go(-1),
      x: () => this.#toggle(this.here, event.shiftKey),
      Enter: () => event.target === document.body && this.here?.querySelector("a")?.click(),
      o: () => this.here?.querySelector("a")?.click(),
      Escape: () => this.#clear(),
    }[event.key.length === 1 ? event.key.toLowerCase() : event.key] ?? rowKey(this.here, event.key);
    if (!act) return event.defaultPrevented || this.#actHere(event);
    if (event.key === "Enter" && (!this.here || event.target !== document.body)) return;
    if (event.key !== "Escape") event.preventDefault();
    act();
  }

  // A key of the bar, while nothing is selected: for the row one stands on.
  #actHere(event) {
    const button = event.key.length === 1 && this.querySelector(`.bulk [data-shortcut="${CSS.escape(event.key.toLowerCase())}"]`);
    if (!button || !this.here || this.#checked().length) return;
    event.preventDefault();
    this.#set(this.here, true, false);
    button.click();
  }

  #submit(event) {
    event.preventDefault();
    const { form, dataset, value } = event.target;
    if (value.trim()) form.requestSubmit(form.querySelector(`[value="${dataset.submits}"]`));
  }

  get here() { return this.querySelector("[data-row].is-here"); }

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

  #checked() {
    return this.rows.map((row) => this.#box(row)).filter((box) => box?.checked);
  }

  #restore() {
    for (const box of this.querySelectorAll('[data-row] input[type="checkbox"]')) box.checked ||= this.#kept.has(box.value);
    this.#show();
  }

  #toggle(row, isRange) {
    const box = this.#box(row);
    if (box) this.#set(row, !box.checked, isRange);
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
    for (const row of all ? this.rows : []) if (this.#box(row)) this.#box(row).checked = all.checked;
    if (all) this.#show();
    if (event.target.closest("[data-clears]")) this.#clear();
    const row = event.target.closest("[data-row]");
    if (row && event.target === this.#box(row)) this.#set(row, event.target.checked, event.shiftKey);
  }

  #clear() {
    for (const box of this.#checked()) box.checked = false;
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
    const shown = this.#matching(count > 0 && count === rows.length) ?? count;
    const said = this.querySelector("[data-count]");
    if (said) said.textContent = (this.dataset.selected ?? "%n").replace("%n", shown);
    const all = this.querySelector("[data-select-all]");
    if (all) {
      all.checked = count > 0 && count === rows.length;
      all.indeterminate = count > 0 && count < rows.length;
    }
  }

  // All that match, beyond the page: offered once the whole page is selected.
  #matching(isWholePage) {
    const offer = this.querySelector("[data-all-matching]");
    if (!offer) return null;
    const box = offer.querySelector("input");
    offer.hidden = !isWholePage;
    if (!isWholePage) box.checked = false;
    return box.checked ? offer.querySelector("[data-matching]").textContent : null;
  }
}

customElements.define("list-keys", ListKeys);
