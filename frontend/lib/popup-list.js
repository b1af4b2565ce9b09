// A list of choices under a text field: the field keeps the focus, keys move in the list.
import { make } from "./dom.js";

let serial = 0;

export class PopupList {
  #rows = [];
  #items = [];
  #at = 0;

  // `choose(item)` is told what was taken; `show(item)` draws the part beside the list, if any.
  constructor(field, { label, choose, show = () => null }) {
    Object.assign(this, { field, choose, show });
    this.id = `choices-${(serial += 1)}`;
    this.list = make("div", { role: "listbox", id: this.id, "aria-label": label });
    this.beside = make("div", { class: "beside" });
    this.box = make("div", { class: "popup-list", hidden: true }, this.list, this.beside);
    // The field would lose its caret by a click.
    this.box.addEventListener("mousedown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => {
      const row = event.target.closest('[role="option"]');
      if (row) this.take(this.#rows.indexOf(row));
    });
  }

  get isOpen() {
    return !this.box.hidden;
  }

  // `draw(item)` answers the contents of a row.
  open(items, draw, none) {
    this.#items = items;
    this.#rows = items.map((item, at) => make("div", { role: "option", id: `${this.id}-${at}`, "aria-selected": "false" }, ...draw(item)));
    this.list.replaceChildren(...(items.length ? this.#rows : [make("p", { class: "none" }, none)]));
    this.box.hidden = false;
    this.field.setAttribute("aria-controls", this.id);
    this.#move(0);
  }

  close() {
    this.box.hidden = true;
    this.field.removeAttribute("aria-controls");
    this.field.removeAttribute("aria-activedescendant");
  }

  // True if the key was for the list.
  key(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && this.#items.length) this.#move(this.#at + step);
    else if (["Enter", "Tab"].includes(event.key) && this.#items.length && !event.ctrlKey && !event.metaKey) this.take(this.#at);
    else if (event.key === "Escape") this.close();
    else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  }

  take(at) {
    this.close();
    this.choose(this.#items[at]);
  }

  #move(to) {
    const count = this.#items.length;
    this.#at = count ? (to + count) % count : 0;
    for (const [at, row] of this.#rows.entries()) row.setAttribute("aria-selected", String(at === this.#at));
    this.#rows[this.#at]?.scrollIntoView({ block: "nearest" });
    if (count) this.field.setAttribute("aria-activedescendant", `${this.id}-${this.#at}`);
    const beside = count ? this.show(this.#items[this.#at]) : null;
    this.beside.replaceChildren(...(beside ? [beside] : []));
  }
}

// Put a text where this word stands, as if it had been typed: it can be undone by the browser's key.
export function replace(field, from, text) {
  field.focus();
  field.setSelectionRange(from, field.selectionStart);
  if (!document.execCommand("insertText", false, text)) {
    field.setRangeText(text, from, field.selectionEnd, "end");
    field.dispatchEvent(new InputEvent("input", { bubbles: true }));
  }
}
