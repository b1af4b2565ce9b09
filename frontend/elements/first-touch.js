// <first-touch>: sends its form by itself, once, at the first sign of a hand on the page: a mouse
// that moves, a finger, a key. Scanners open links from mails, and some run scripts; none has a hand.

const SIGNS = ["pointermove", "pointerdown", "wheel", "keydown"];

class FirstTouch extends HTMLElement {
  #listening = new AbortController();

  connectedCallback() {
    const { signal } = this.#listening;
    for (const sign of SIGNS) {
      document.addEventListener(sign, (event) => this.#touched(event), { signal, passive: true });
    }
    this.addEventListener("submit", () => this.#listening.abort());
    this.#say("before");
  }

  disconnectedCallback() {
    this.#listening.abort();
  }

  #touched(event) {
    const isCommand = event.ctrlKey || event.metaKey || event.altKey;
    if (!event.isTrusted || isCommand || document.hidden) return;
    // Who begins with another answer, or with Send, says it themselves.
    if (event.type !== "pointermove" && event.target.closest?.("fieldset, button")) return;
    this.#listening.abort();
    this.#send(this.querySelector("form"));
  }

  async #send(form) {
    const sending = { method: "POST", body: new FormData(form), keepalive: true };
    const answer = await fetch(form.action, sending).catch(() => null);
    if (answer?.ok) history.replaceState(null, "", form.action);
    this.#say(answer?.ok ? "noted" : "failed");
  }

  #say(what) {
    this.querySelector("[role=status]").textContent = this.dataset[what];
  }
}

customElements.define("first-touch", FirstTouch);
