// <undo-send data-until>: counts down to the moment a message leaves. Its form or button takes the
// message back; when the time is over the element tells the page and hides its button.

class UndoSend extends HTMLElement {
  #timer;

  connectedCallback() {
    this.until = Date.parse(this.dataset.until);
    this.left = this.querySelector("[data-left]");
    this.#timer = setInterval(() => this.#tick(), 250);
    this.#tick();
  }

  disconnectedCallback() {
    clearInterval(this.#timer);
  }

  #tick() {
    const seconds = Math.max(0, Math.ceil((this.until - Date.now()) / 1000));
    if (this.left && this.left.textContent !== String(seconds)) this.left.textContent = seconds;
    if (seconds) return;
    clearInterval(this.#timer);
    this.hidden = true;
    this.dispatchEvent(new CustomEvent("rapport:sent", { bubbles: true }));
  }
}

customElements.define("undo-send", UndoSend);
