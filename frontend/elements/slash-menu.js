// <slash-menu data-url data-none data-label>: around a text field. A slash at the beginning of a word
// offers templates, filled for whoever the letter goes to, and macros with what they would do.
import { debounce, make } from "../lib/dom.js";
import { load, send } from "../lib/http.js";
import { PopupList, replace } from "../lib/popup-list.js";
import { complain } from "../page/htmx.js";

const CALLED = /(?:^|\s)\/([\p{L}\p{N} _-]{0,40})$/u;

class SlashMenu extends HTMLElement {
  connectedCallback() {
    this.field = this.querySelector("textarea");
    this.list = new PopupList(this.field, {
      label: this.dataset.label,
      choose: (item) => this.#take(item),
      show: (item) => this.#preview(item),
    });
    this.append(this.list.box);
    this.ask = debounce(() => this.#ask(), 120);
    this.field.addEventListener("input", () => this.#typed());
    this.field.addEventListener("keydown", (event) => this.list.isOpen && this.list.key(event));
    this.field.addEventListener("blur", () => this.list.close());
    document.addEventListener("click", this.#opened);
    // Who types before this has come.
    if (document.activeElement === this.field) this.#typed();
  }

  disconnectedCallback() {
    document.removeEventListener("click", this.#opened);
  }

  #opened = (event) => {
    if (!event.target.closest("[data-opens-slash]")) return;
    const before = this.field.value.slice(0, this.field.selectionStart);
    replace(this.field, this.field.selectionStart, /(^|\s)$/.test(before) ? "/" : " /");
  };

  // The slash and what is typed after it, up to the caret; undefined where there is none.
  #called() {
    return CALLED.exec(this.field.value.slice(0, this.field.selectionStart));
  }

  #typed() {
    if (this.#called()) this.ask();
    else this.list.close();
  }

  async #ask() {
    const called = this.#called();
    if (!called) return this.list.close();
    this.#asking?.abort();
    this.#asking = new AbortController();
    const asked = new URLSearchParams({ q: called[1].trim(), to: this.#to() });
    try {
      const { found } = await load(`${this.dataset.url}?${asked}`, this.#asking.signal);
      // Words after a slash that nothing is called by are words: "and/or".
      if (!found.length && called[1].includes(" ")) this.list.close();
      else this.list.open(found, (item) => this.#row(item), this.dataset.none);
    } catch (error) {
      if (error.name !== "AbortError") this.list.close();
    }
  }

  #asking;

  #to() {
    return this.field.form.elements.to?.value ?? "";
  }

  #row({ kind, name, note }) {
    const tag = kind === "macro" ? make("span", { class: "tag line" }, this.dataset.macro) : null;
    return [make("span", { class: "ell" }, name), note ? make("small", { class: "ell" }, note) : null, tag].filter(Boolean);
  }

  #preview({ preview, left }) {
    const hint = left.length ? make("p", { class: "left" }, `${this.dataset.left} ${left.join(", ")}`) : null;
    return make("div", {}, make("div", { class: "text" }, preview), ...(hint ? [hint] : []));
  }

  async #take(item) {
    const from = this.field.selectionStart - this.#called()[1].length - 1;
    if (item.kind === "macro") return this.#run(item, from);
    try {
      const { text } = await send(`${this.dataset.url}${item.id}/`, { body: { to: this.#to() } });
      replace(this.field, from, text);
      this.#toGap();
    } catch (error) {
      complain(error);
    }
  }

  // The next thing to type is what could not be filled.
  #toGap() {
    const gap = /\{\{[^{}]*\}\}/.exec(this.field.value);
    if (gap) this.field.setSelectionRange(gap.index, gap.index + gap[0].length);
  }

  // The page comes back with all of it done; what was begun is saved before.
  async #run(item, from) {
    replace(this.field, from, "");
    try {
      await this.closest("mail-composer").keep();
    } catch (error) {
      return complain(error);
    }
    const form = this.field.form.cloneNode(false);
    const token = this.field.form.elements.csrfmiddlewaretoken.cloneNode();
    form.replaceChildren(token, make("input", { type: "hidden", name: "to", value: this.#to() }));
    form.action = item.url;
    form.hidden = true;
    document.body.append(form);
    form.submit();
  }
}

customElements.define("slash-menu", SlashMenu);
