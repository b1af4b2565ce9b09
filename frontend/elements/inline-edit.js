// <inline-edit data-url data-name data-value data-type data-label>: a text that becomes a field
// on click or Enter, saves on Enter or when left, and goes back on Escape. It says on which value
// the new one is based; where somebody else has written another one meanwhile, the person chooses.
import { make } from "../lib/dom.js";
import { choiceOf } from "../lib/two-values.js";
import { fieldOf, isTypedDay, pickerOf } from "../lib/field.js";
import { send } from "../lib/http.js";
import { whenChosen } from "../lib/choosing.js";

class InlineEdit extends HTMLElement {
  connectedCallback() {
    if (!this.dataset.url || this.isReady) return;
    this.isReady = true;
    this.tabIndex = 0;
    this.setAttribute("role", "button");
    this.#name();
    this.addEventListener("click", (event) => {
      if (!this.field && !event.target.closest("a")) this.#edit();
    });
    this.addEventListener("keydown", (event) => this.#key(event));
    this.addEventListener("focusout", (event) => this.#left(event));
  }

  #name() {
    this.setAttribute("aria-label", `${this.dataset.label}: ${this.textContent.trim()}`);
  }

  #key(event) {
    if (!this.field) {
      const isPlain = !(event.ctrlKey || event.metaKey || event.altKey);
      if (isPlain && (event.key === "Enter" || event.key === "F2")) {
        event.preventDefault();
        this.#edit();
      }
      return;
    }
    event.stopPropagation();
    const isSave = event.key === "Enter" && (this.dataset.type !== "textarea" || event.ctrlKey || event.metaKey);
    if (isSave) {
      event.preventDefault();
      this.#save(true);
    } else if (event.key === "Escape") {
      event.preventDefault();
      this.#close(this.shown);
    }
  }

  #edit() {
    this.shown = this.textContent;
    this.field = fieldOf(this.dataset);
    this.removeAttribute("role");
    this.removeAttribute("tabindex");
    this.removeAttribute("aria-label");
    this.replaceChildren(this.field);
    this.field.focus();
    this.field.select?.();
    if (isTypedDay(this.field)) this.append(pickerOf(this.field, () => this.field && this.#save(true)));
    if (this.field.matches("select")) whenChosen(this.field, () => this.#save(true));
  }

  // From the field into its own calendar is not away.
  #left({ target, relatedTarget }) {
    const isAway = target !== this && !this.contains(relatedTarget);
    if (this.field && !this.conflict && isAway) this.#save(false);
  }

  async #save(keepsFocus) {
    const { field } = this;
    if (!field || this.isBusy || this.conflict) return;
    const { value } = field;
    if (value === (this.dataset.value ?? "")) return this.#close(this.shown, keepsFocus);
    this.isBusy = true;
    this.classList.add("is-busy");
    try {
      const was = this.dataset.was ?? this.dataset.value ?? "";
      const answer = await send(this.dataset.url, { body: { [this.dataset.name]: value, was } });
      if (this.dataset.was !== undefined) this.dataset.was = answer.value ?? value;
      this.dataset.value = answer.value ?? value;
      this.#close(answer.text ?? value, keepsFocus);
      this.#tellOthers(answer.others ?? {});
      this.dispatchEvent(new CustomEvent("rapport:edited", { bubbles: true, detail: answer }));
    } catch (error) {
      if (error.more?.theirs) this.#ask(error.message, error.more);
      else this.#complain(error.message || document.querySelector("toast-stack").dataset.failed);
    } finally {
      this.isBusy = false;
      this.classList.remove("is-busy");
    }
  }

  // What follows from the new value in other fields of the same thing, unless somebody types there.
  #tellOthers(others) {
    for (const other of document.querySelectorAll("inline-edit")) {
      const said = other.dataset.url === this.dataset.url && others[other.dataset.name];
      if (!said || other.field) continue;
      other.dataset.value = said.value;
      other.textContent = said.text;
      other.#name();
    }
  }

  // The words stay in the field, so that nothing typed is lost.
  #complain(text) {
    this.querySelector(".error")?.remove();
    this.field.setAttribute("aria-invalid", "true");
    this.append(make("span", { class: "error", role: "alert" }, text));
    this.field.focus();
  }

  #ask(sentence, { theirs, keep, take }) {
    this.querySelector(".error")?.remove();
    this.conflict = true;
    const question = choiceOf(sentence, [keep, () => this.#insist(theirs, question)], [take, () => this.#giveWay(theirs)]);
    this.append(question);
    question.querySelector("button").focus();
  }

  #insist(theirs, question) {
    this.conflict = false;
    this.dataset.was = theirs.value;
    question.remove();
    this.#save(true);
  }

  #giveWay(theirs) {
    this.dataset.value = theirs.value;
    if (this.dataset.was !== undefined) this.dataset.was = theirs.value;
    this.#close(theirs.text);
    this.dispatchEvent(new CustomEvent("rapport:edited", { bubbles: true, detail: theirs }));
  }

  #close(text, keepsFocus = true) {
    this.field = null;
    this.conflict = false;
    this.replaceChildren(text);
    this.tabIndex = 0;
    this.setAttribute("role", "button");
    this.#name();
    if (keepsFocus) this.focus();
  }
}

customElements.define("inline-edit", InlineEdit);
