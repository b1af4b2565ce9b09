// <live-updates data-url data-poll>: tells the page what changed elsewhere.
// A message {"topic": "inbox"} becomes the event "rapport:inbox" on the body, for hx-trigger.
// Where no stream can be had, "rapport:poll" comes every data-poll seconds instead.

const RETRY = 30_000;

class LiveUpdates extends HTMLElement {
  connectedCallback() {
    this.seconds = Number(this.dataset.poll) || 15;
    document.addEventListener("visibilitychange", this.#wake);
    window.addEventListener("pagehide", this.#close);
    this.#open();
  }

  disconnectedCallback() {
    this.#close();
    document.removeEventListener("visibilitychange", this.#wake);
    window.removeEventListener("pagehide", this.#close);
  }

  #open() {
    if (!this.dataset.url) return this.#poll();
    this.source = new EventSource(this.dataset.url);
    this.source.onopen = () => this.#opened();
    this.source.onmessage = ({ data }) => this.#tell(JSON.parse(data));
    this.source.onerror = () => {
      this.#poll();
      if (this.source?.readyState !== EventSource.CLOSED) return;
      clearTimeout(this.retry);
      this.retry = setTimeout(() => this.isConnected && this.#open(), RETRY);
    };
  }

  // What happened while the line was down has been told to nobody.
  #opened() {
    if (this.timer) fire("rapport:poll");
    this.#stopPolling();
  }

  #tell(detail) {
    fire(`rapport:${detail.topic}`, detail);
  }

  #poll() {
    this.timer ??= setInterval(() => document.hidden || fire("rapport:poll"), this.seconds * 1000);
  }

  #stopPolling() {
    clearInterval(this.timer);
    this.timer = undefined;
  }

  // One who comes back to the tab sees what is, without waiting for the next round.
  #wake = () => {
    if (!document.hidden && this.timer) fire("rapport:poll");
  };

  #close = () => {
    this.source?.close();
    this.#stopPolling();
    clearTimeout(this.retry);
  };
}

function fire(name, detail = {}) {
  document.body.dispatchEvent(new CustomEvent(name, { detail }));
}

customElements.define("live-updates", LiveUpdates);
