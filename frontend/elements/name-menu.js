// <name-menu data-url data-none data-label>: beside a text field. In a note an @ offers whom it can
// call; whoever is called is told of it, and follows.
import { debounce, make } from "../lib/dom.js";
import { load } from "../lib/http.js";
import { PopupList, replace } from "../lib/popup-list.js";

const CALLED = /(?:^|[\s(])@([\p{L}\p{M}'’-]{0,30}(?: [\p{L}\p{M}'’-]{1,30})?)$/u;

class NameMenu extends HTMLElement {
  connectedCallback() {
    this.field = this.closest("form").elements.text;
    this.list = new PopupList(this.field, { label: this.dataset.label, choose: ({ name }) => this.#take(name) });
    this.append(this.list.box);
    this.ask = debounce(() => this.#ask(), 100);
    this.field.addEventListener("input", () => (this.#called() ? this.ask() : this.list.close()));
    this.field.addEventListener("keydown", (event) => this.list.isOpen && this.list.key(event));
    this.field.addEventListener("blur", () => this.list.close());
  }

  #called() {
    const isNote = this.field.form.elements.kind?.value === "note";
    return isNote ? CALLED.exec(this.field.value.slice(0, this.field.selectionStart)) : null;
  }

  async #ask() {
    const called = this.#called();
    if (!called) return;
    const answer = await load(`${this.dataset.url}?${new URLSearchParams({ q: called[1] })}`).catch(() => null);
    if (answer?.found.length && this.#called()) this.list.open(answer.found, draw, "");
    else this.list.close();
  }

  #take(name) {
    replace(this.field, this.field.selectionStart - this.#called()[1].length, `${name} `);
  }
}

function draw({ name, note }) {
  return [make("span", { class: "ell" }, name), make("small", { class: "ell" }, note)];
}

customElements.define("name-menu", NameMenu);
