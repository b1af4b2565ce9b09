// <chat-answer data-url data-typing-url>: the composer of a chat. An answer goes out without leaving
// the page, and is tried until the server has it; it bears one key all the while, so that it arrives
// once. While somebody writes, the visitor is shown so; a note is nobody's business but ours.
import { Refused, send } from "../lib/http.js";
import { KeptWords } from "../lib/kept-words.js";
import { complain } from "../page/htmx.js";

const TYPES_AGAIN = 3000;
const PAUSES = [300, 600, 1200, 2500, 5000];
let typedAt = 0;
let isSending = false;

class ChatAnswer extends HTMLElement {
  connectedCallback() {
    this.form = this.#composer?.querySelector("form");
    document.addEventListener("input", this.#typed);
    // After the second look, which listens further out, and before the composer lets the page go.
    this.form?.addEventListener("submit", this.#submitted, { capture: true });
    this.#goOn();
  }

  disconnectedCallback() {
    document.removeEventListener("input", this.#typed);
    this.form?.removeEventListener("submit", this.#submitted, { capture: true });
  }

  get #composer() {
    return document.querySelector("mail-composer");
  }

  // What was on its way when the page went goes on under the key that it had.
  #goOn() {
    const form = this.form;
    const kept = form && localStorage.getItem(this.#keyName);
    const [once, text] = kept ? JSON.parse(kept) : [];
    if (once && !isSending && form.elements.text.value === text) form.elements.once.value = once;
  }

  get #keyName() {
    return `once:${this.#composer.dataset.key}`;
  }

  #typed = ({ target }) => {
    const form = target.closest?.("mail-composer form");
    if (!form || isNote(form) || isMail(form) || target.name !== "text" || !target.value) return;
    if (Date.now() - typedAt < TYPES_AGAIN) return;
    typedAt = Date.now();
    send(this.dataset.typingUrl).catch(() => {});
  };

  #submitted = (event) => {
    const form = event.target;
    if (isNote(form) || isMail(form)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (!isSending && form.elements.text.value.trim()) this.#send(form);
  };

  async #send(form) {
    const composer = this.#composer;
    const { text, once, revision } = form.elements;
    const url = this.dataset.url;
    const words = new KeptWords(form, composer.dataset.key);
    composer.save?.cancel();
    words.keep();
    localStorage.setItem(this.#keyName, JSON.stringify([once.value, text.value]));
    isSending = text.readOnly = true;
    try {
      await this.#untilTaken(url, new FormData(form), composer.querySelector("[data-status]"));
      words.forget();
      [text.value, revision.value, once.value] = ["", 0, crypto.randomUUID()];
      form.querySelectorAll("[data-file]").forEach((row) => row.remove());
    } catch (error) {
      // A colleague was first: whoever has read so may send it all the same.
      if (error.status === 409 && form.elements.after) form.elements.after.value = "";
      complain(error);
    } finally {
      localStorage.removeItem(this.#keyName);
      isSending = text.readOnly = false;
      text.focus();
    }
    document.body.dispatchEvent(new CustomEvent("rapport:poll"));
  }

  // A refusal is an answer; no answer, or a server that is just starting, is none.
  async #untilTaken(url, body, status) {
    for (let tries = 0; ; tries += 1) {
      try {
        await send(url, { body });
        status.textContent = "";
        return;
      } catch (error) {
        if (error instanceof Refused && error.status < 500 && error.status !== 429) throw error;
        status.textContent = this.dataset.offline;
        await new Promise((resolve) => setTimeout(resolve, PAUSES[Math.min(tries, PAUSES.length - 1)]));
      }
    }
  }
}

function isNote(form) {
  return form.elements.kind?.value === "note";
}

// Chosen instead of the chat: it leaves as any mail does.
function isMail(form) {
  return form.elements.by?.value === "mail";
}

customElements.define("chat-answer", ChatAnswer);
