// <chat-typing data-url>: while somebody writes an answer, the visitor at the other end is shown so.
// A note is nobody's business but ours.
import { send } from "../lib/http.js";

const AGAIN = 3000;
let last = 0;

class ChatTyping extends HTMLElement {
  connectedCallback() {
    document.addEventListener("input", this.#typed);
  }

  disconnectedCallback() {
    document.removeEventListener("input", this.#typed);
  }

  #typed = ({ target }) => {
    const form = target.closest?.("mail-composer form");
    if (!form || form.classList.contains("is-note") || target.name !== "text" || !target.value) return;
    if (Date.now() - last < AGAIN) return;
    last = Date.now();
    send(this.dataset.url).catch(() => {});
  };
}

customElements.define("chat-typing", ChatTyping);
