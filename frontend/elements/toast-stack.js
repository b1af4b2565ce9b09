// <toast-stack>: says that something was done and offers Undo for ten seconds.
// Shows the server's `toast` events and the messages that stand in the page when it loads.
import { make } from "../lib/dom.js";
import { send } from "../lib/http.js";
import { complain } from "../page/htmx.js";
import { isTyping } from "../lib/dom.js";
import { comeBackTo } from "../page/return.js";

const STAYS = 10_000;

class ToastStack extends HTMLElement {
  connectedCallback() {
    document.body.addEventListener("toast", (event) => this.show(event.detail));
    document.addEventListener("keydown", (event) => this.#key(event));
    this.addEventListener("focusin", ({ relatedTarget }) => {
      if (relatedTarget && !this.contains(relatedTarget)) this.cameFrom = relatedTarget;
    });
    for (const toast of this.querySelectorAll(".toast")) this.#adopt(toast);
  }

  show({ text, undo = "", tone = "" }) {
    const button = undo && make("button", { class: "btn", type: "button" }, this.dataset.undo);
    const toast = make("div", { class: `toast ${tone}` }, make("p", {}, text), button || null);
    if (button) button.addEventListener("click", () => this.#undo(toast, undo));
    this.append(toast);
    this.#adopt(toast);
  }

  // Undo is at hand from wherever one is.
  #key(event) {
    const { key, ctrlKey, metaKey, shiftKey, altKey } = event;
    if (key.toLowerCase() !== "z" || !(ctrlKey || metaKey) || shiftKey || altKey) return;
    if (event.defaultPrevented || isTyping(event) || document.querySelector("dialog[open]")) return;
    const undo = [...this.querySelectorAll(".btn:not(.quiet)")].at(-1);
    if (!undo) return;
    event.preventDefault();
    undo.click();
  }

  // The focus does not go with it.
  #remove(toast) {
    const hadFocus = toast.contains(document.activeElement);
    toast.remove();
    if (hadFocus && this.cameFrom?.isConnected) this.cameFrom.focus();
  }

  #adopt(toast) {
    const close = make("button", { class: "btn quiet", type: "button", onclick: () => this.#remove(toast) }, this.dataset.close);
    toast.append(close);
    let timer;
    const start = () => (timer = setTimeout(() => toast.remove(), STAYS));
    const hold = () => clearTimeout(timer);
    for (const name of ["pointerenter", "focusin"]) toast.addEventListener(name, hold);
    for (const name of ["pointerleave", "focusout"]) toast.addEventListener(name, start);
    start();
  }

  async #undo(toast, url) {
    this.#remove(toast);
    try {
      await send(url);
      comeBackTo(document.activeElement);
      location.reload();
    } catch (error) {
      complain(error);
    }
  }
}

customElements.define("toast-stack", ToastStack);
