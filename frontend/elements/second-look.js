// <second-look data-url data-anyway>: in a form, above its button to send. Says what may be amiss in
// what is written, while its author pauses and once more when they send it. What they have seen does
// not hold them up: only something new does, once; and a gap that is not filled.
import { debounce, icon, make } from "../lib/dom.js";
import { send } from "../lib/http.js";

const PAUSE = 1500;
const LONGEST_WAIT = 2500;

class SecondLook extends HTMLElement {
  #found = [];
  #seen = "";
  #passes = false;

  connectedCallback() {
    this.form = this.closest("form");
    this.idle = debounce(() => this.#look(), PAUSE);
    this.form.addEventListener("input", this.idle);
    this.form.addEventListener("change", this.idle);
    // Before whoever else hears that the form is sent.
    this.form.parentElement.addEventListener("submit", (event) => this.#sending(event), true);
    if (this.#text()) this.idle();
  }

  #text() {
    return this.form.elements.text.value.trim();
  }

  #isNote() {
    return this.form.elements.kind?.value === "note";
  }

  // A letter once looked at is not looked at again.
  async #look() {
    const body = new FormData(this.form);
    const words = JSON.stringify([...body].filter(([name]) => !["revision", "once"].includes(name)));
    if (words === this.#seen) return true;
    if (!this.#text() || this.#isNote()) this.#show([]);
    else {
      const signal = AbortSignal.timeout(LONGEST_WAIT);
      const answer = await send(this.dataset.url, { body, signal }).catch(() => null);
      if (!answer?.found) return false;
      this.#show(answer.found);
    }
    this.#seen = words;
    return true;
  }

  // Whatever cannot be asked goes out unasked.
  async #sending(event) {
    if (this.#passes || event.target !== this.form || this.#isNote()) return;
    event.preventDefault();
    event.stopPropagation();
    this.idle.cancel();
    const { submitter } = event;
    const known = new Set(this.#found.map((one) => one.said));
    await this.#look();
    const holds = this.#found.some((one) => one.blocks || !known.has(one.said));
    if (holds) return this.#hold();
    // While one sending is being told of, a browser passes over another.
    await new Promise((done) => setTimeout(done));
    this.#passes = true;
    this.form.requestSubmit(submitter);
    this.#passes = false;
  }

  #hold() {
    this.scrollIntoView({ block: "nearest" });
    const blocked = this.#found.find((one) => one.blocks);
    if (blocked) this.#select(blocked.words);
  }

  #select(words) {
    const field = this.form.elements.text;
    const at = field.value.indexOf(words);
    field.focus();
    if (at >= 0) field.setSelectionRange(at, at + words.length);
  }

  #show(found) {
    this.#found = found;
    const rows = found.map(({ said, blocks }) => make("li", { class: blocks ? "bad" : "" }, icon(blocks ? "alert" : "info"), make("span", {}, said)));
    const hint = found.length && found.every((one) => !one.blocks) ? [make("small", {}, this.dataset.anyway)] : [];
    this.replaceChildren(...(rows.length ? [make("ul", {}, ...rows), ...hint] : []));
  }
}

customElements.define("second-look", SecondLook);
