// <call-timer data-since>: how long ago that was, in minutes and seconds, as it passes.

class CallTimer extends HTMLElement {
  #timer;

  connectedCallback() {
    this.since = Date.parse(this.dataset.since);
    this.#timer = setInterval(() => this.#tick(), 500);
    this.#tick();
  }

  disconnectedCallback() {
    clearInterval(this.#timer);
  }

  #tick() {
    const seconds = Math.max(0, Math.floor((Date.now() - this.since) / 1000));
    const said = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
    if (this.textContent !== said) this.textContent = said;
  }
}

customElements.define("call-timer", CallTimer);
