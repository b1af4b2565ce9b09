// <mail-composer data-draft-url data-upload-url data-key>: around one form.
// Keeps what is written: on the server after a pause, in this browser until the server has it.
// Ctrl/⌘+Enter sends; files come by picking, dropping or pasting; a note has its own colour.
import { debounce } from "../lib/dom.js";
import { send } from "../lib/http.js";
import { KeptWords } from "../lib/kept-words.js";
import { TakenFiles } from "../lib/taken-files.js";

const PAUSE = 800;

class MailComposer extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("form");
    this.status = this.querySelector("[data-status]");
    this.words = new KeptWords(this.form, this.dataset.key);
    this.save = debounce(() => this.#save(), PAUSE);
    this.form.addEventListener("input", () => this.#changed());
    this.form.addEventListener("change", () => this.#showKind());
    this.addEventListener("keydown", (event) => this.#key(event));
    this.form.addEventListener("submit", () => this.#sent());
    this.form.addEventListener("htmx:afterRequest", (event) => event.detail.successful && this.words.forget());
    this.discards = this.querySelector("[data-discards]");
    this.discards?.addEventListener("click", (event) => this.#discard(event));
    if (this.dataset.uploadUrl) this.files = new TakenFiles(this, { say: (text) => this.#say(text), changed: () => this.#changed() });
    this.#restore();
    this.#showKind();
    window.addEventListener("online", () => this.words.waits && this.#save());
  }

  disconnectedCallback() {
    this.files?.stop();
  }

  // What never reached the server is newer than the server's draft.
  #restore() {
    if (!this.words.restore()) return;
    this.#changed();
    this.#say(this.dataset.restored);
  }

  #changed() {
    if (this.discards) this.discards.hidden = false;
    this.words.keep();
    this.save();
  }

  // What the server holds can be had back; so it gets the last words first.
  async #discard(event) {
    event.preventDefault();
    this.save.cancel();
    if (this.words.waits) await this.#save();
    if (!this.words.waits) this.discards.form.requestSubmit();
  }

  async #save() {
    if (!this.dataset.draftUrl || !this.isConnected) return;
    const words = this.words.now();
    this.#say(this.dataset.saving);
    try {
      const answer = await send(this.dataset.draftUrl, { body: new FormData(this.form) });
      if (answer?.revision && this.form.elements.revision) this.form.elements.revision.value = answer.revision;
      if (this.words.now() === words) this.words.forget();
      this.#say(this.dataset.saved);
    } catch (error) {
      this.#say(error.status === 409 ? error.message : this.dataset.kept, "bad");
    }
  }

  // Has what is written on the server now, or throws.
  async keep() {
    this.save.cancel();
    await this.#save();
    if (this.words.waits) throw new TypeError("offline");
  }

  #sent() {
    this.save.cancel();
    this.#say("");
    // Without htmx the page leaves; the server has the text when it answers.
    if (!this.form.matches("[hx-post]")) this.words.forget();
  }

  #key(event) {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      this.form.requestSubmit(this.querySelector("[data-sends]") ?? undefined);
    }
  }

  #showKind() {
    const kind = this.form.elements.kind?.value ?? "reply";
    this.form.classList.toggle("is-note", kind === "note");
  }

  #say(text, tone = "") {
    if (!this.status) return;
    this.status.textContent = text ?? "";
    this.status.className = `status ${tone}`;
  }
}

customElements.define("mail-composer", MailComposer);
