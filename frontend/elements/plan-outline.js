// <plan-outline>: the plan's table as a grid for the hands: arrows, Enter, Tab, indent, fill down,
// paste, undo. Cells are <inline-edit>; after every act the server's rows replace those here. They
// are asked for by this element, which stays: an act that comes meanwhile is not missed.
import { act, paste } from "../outline/acts.js";
import { Cells } from "../outline/cells.js";
import { actOf } from "../outline/keys.js";
import { isTyping, toast } from "../lib/dom.js";
import { Undos } from "../outline/undos.js";

class PlanOutline extends HTMLElement {
  #stop = new AbortController();
  #goesDown = false;
  #isFurther = false;
  #isBehind = false;
  #edits = null;
  #row = 0; // of this place, in case its task goes

  connectedCallback() {
    const { signal } = this.#stop;
    this.table = this.querySelector("table");
    this.cells = new Cells(this.table);
    this.table.setAttribute("role", "grid");
    this.table.setAttribute("aria-label", this.dataset.label);
    this.place = this.anchor = null;
    this.cells.settle();
    this.table.addEventListener("focusin", ({ target }) => this.#focused(target), { signal });
    this.table.addEventListener("keydown", (event) => this.#typed(event), { signal, capture: true });
    this.table.addEventListener("keydown", (event) => this.#key(event), { signal });
    this.addEventListener("htmx:beforeSwap", ({ detail }) => this.#wait(detail), { signal });
    this.addEventListener("htmx:afterSwap", () => this.#swapped(), { signal });
    document.addEventListener("paste", (event) => this.#paste(event), { signal });
    this.undos = new Undos(this, signal);
  }

  disconnectedCallback() {
    this.#stop.abort();
  }

  refresh() {
    document.body.dispatchEvent(new CustomEvent("rapport:edited", { bubbles: true }));
  }

  go(place, isFurther = false) {
    const target = place && this.cells.at(place);
    if (!target) return;
    if (!isFurther) this.anchor = place;
    this.cells.settle(place);
    target.focus();
    this.#show();
  }

  // The chosen places: one column, from where Shift was pressed to here.
  get chosen() {
    return this.cells.between(this.anchor ?? this.place, this.place);
  }

  #focused(target) {
    const place = this.cells.placeOf(target);
    if (!place) return;
    if (this.#isBehind && !isTyping({ composedPath: () => [target] })) {
      this.#isBehind = false;
      this.refresh();
    }
    const isAnother = place.number !== this.place?.number || place.column !== this.place?.column;
    this.place = place;
    this.#row = this.cells.rowOf(place);
    if (this.#goesDown && target.matches("inline-edit")) {
      this.#goesDown = false;
      this.go(this.cells.from(place, 1, 0));
    } else if (isAnother && !this.#isFurther) {
      this.anchor = place;
      this.#show();
    }
  }

  // What is being typed is not taken away by new rows; they come when it is done.
  #wait(detail) {
    if (!this.querySelector("inline-edit :is(input, select)")) return;
    detail.shouldSwap = false;
    this.#isBehind = true;
  }

  // While a cell is written: Enter goes down when it is saved, Tab to the next one.
  #typed(event) {
    const edit = event.target.closest("inline-edit");
    if (!edit?.field || event.isComposing) return;
    if (event.key === "Enter" && !event.ctrlKey) this.#goesDown = true;
    if (event.key === "Escape") this.#goesDown = false;
    if (event.key !== "Tab" || edit.conflict) return;
    const next = this.cells.from(this.cells.placeOf(edit), 0, event.shiftKey ? -1 : 1, true);
    if (!next) return;
    event.preventDefault();
    event.stopPropagation();
    this.go(next);
  }

  #key(event) {
    if (isTyping(event) || !this.place || !this.cells.placeOf(event.target)) return;
    const does = actOf(event, this);
    if (!does) return;
    event.preventDefault();
    event.stopPropagation();
    does();
  }

  arrow(down, on, isFurther) {
    this.#isFurther = isFurther && down !== 0;
    this.go(this.cells.from(this.place, down, on), this.#isFurther);
    this.#isFurther = false;
  }

  #show() {
    this.cells.mark(this.chosen);
  }

  move(step) {
    return act(this, this.dataset.placeUrl.replace("/0/", `/${this.place.number}/`), { step });
  }

  async add() {
    const answer = await act(this, this.dataset.rowsUrl, { after: this.place.number });
    if (answer) this.#edits = String(answer.number);
  }

  async undo() {
    if (await this.undos.undo()) this.refresh();
    else toast(this.dataset.nothing);
  }

  #paste(event) {
    if (isTyping(event) || !this.place || !this.table.contains(document.activeElement)) return;
    event.preventDefault();
    paste(this, this.place, event.clipboardData.getData("text/plain"));
  }

  // The rows are new ones. The focus goes back to where it was, or into a task just added.
  #swapped() {
    this.cells.settle(this.place);
    const name = this.#edits && this.table.querySelector(`tr[data-number="${this.#edits}"] inline-edit[data-name="name"]`);
    if (name) {
      this.#edits = null;
      this.go(this.cells.placeOf(name));
      name.click();
    } else if (this.place && [document.body, null].includes(document.activeElement)) this.go(this.cells.near(this.place, this.#row), true);
  }
}

customElements.define("plan-outline", PlanOutline);
