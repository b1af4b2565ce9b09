// <toast-stack>: says that something was done and offers Undo for ten seconds.
// Shows the server's `toast` events and the messages that stand in the page when it loads.
import { make } from "../lib/dom.js";
import { send } from "../lib/http.js";
import { complain } from "../page/htmx.js";

const STAYS = 10_000;

class ToastStack extends HTMLElement {
  connectedCallback() {
    document.body.addEventListener("toast", (event) => this.show(event.detail));
    for (const toast of this.querySelectorAll(".toast")) this.#adopt(toast);
  }

  show({ text, undo = "", tone = "" }) {
    const button = undo && make("button", { class: "btn", type: "button" }, this.dataset.undo);
    const toast = make("div", { class: `toast ${tone}` }, make("p", {}, text), button || null);
    if (button) button.addEventListener("click", () => this.#undo(toast, undo));
    this.append(toast);
    this.#adopt(toast);
  }

  #adopt(toast) {
    const close = make("button", { class: "btn quiet", type: "button", onclick: () => toast.remove() }, this.dataset.close);
    toast.append(close);
    let timer;
    const start = () => (timer = setTimeout(() => toast.remove(), STAYS));
    const hold = () => clearTimeout(timer);
    for (const name of ["pointerenter", "focusin"]) toast.addEventListener(name, hold);
    for (const name of ["pointerleave", "focusout"]) toast.addEventListener(name, start);
    start();
  }

  async #undo(toast, url) {
    toast.remove();
    try {
      await send(url);
      location.reload();
    } catch (error) {
      complain(error);
    }
  }
}

customElements.define("toast-stack", ToastStack);
