// <live-presence data-url data-topic>: says who else is at this conversation, and tells them that we
// are: looking, writing or away. It speaks every twenty seconds and when that changes, not per key.
import { make } from "../lib/dom.js";
import { load, send } from "../lib/http.js";

const BEAT = 20_000;
const AWAY_AFTER = 90_000;
const WRITES_ON = 6_000;

class LivePresence extends HTMLElement {
  #doing = "";
  #movedAt = Date.now();
  #typedAt = 0;

  connectedCallback() {
    for (const name of ["pointermove", "pointerdown", "keydown", "wheel"]) {
      document.addEventListener(name, this.#moved, { passive: true });
    }
    document.addEventListener("input", this.#typed);
    document.addEventListener("visibilitychange", this.#look);
    window.addEventListener("pageshow", this.#back);
    window.addEventListener("pagehide", this.#leave);
    document.body.addEventListener(`rapport:${this.dataset.topic}`, this.#ask);
    this.beat = setInterval(this.#beat, BEAT);
    this.watch = setInterval(this.#look, 1000);
    this.#beat();
  }

  disconnectedCallback() {
    for (const name of ["pointermove", "pointerdown", "keydown", "wheel"]) {
      document.removeEventListener(name, this.#moved);
    }
    document.removeEventListener("input", this.#typed);
    document.removeEventListener("visibilitychange", this.#look);
    window.removeEventListener("pageshow", this.#back);
    window.removeEventListener("pagehide", this.#leave);
    document.body.removeEventListener(`rapport:${this.dataset.topic}`, this.#ask);
    clearInterval(this.beat);
    clearInterval(this.watch);
    this.#leave();
  }

  #now() {
    if (Date.now() - this.#typedAt < WRITES_ON) return "typing";
    return document.hidden || Date.now() - this.#movedAt > AWAY_AFTER ? "idle" : "viewing";
  }

  #moved = () => {
    this.#movedAt = Date.now();
  };

  #typed = (event) => {
    if (!event.target.closest("mail-composer")) return;
    this.#typedAt = Date.now();
    this.#look();
  };

  // Tells of a change at once; what stays as it is waits for the next beat.
  #look = () => {
    if (this.#now() !== this.#doing) this.#beat();
  };

  #beat = () => {
    if (this.hasLeft) return;
    this.#doing = this.#now();
    this.#hear(send(this.dataset.url, { body: { doing: this.#doing } }));
  };

  #back = ({ persisted }) => {
    if (!persisted) return;
    this.hasLeft = false;
    this.#beat();
  };

  #ask = () => {
    this.#hear(load(this.dataset.url));
  };

  // Hidden it becomes only after that: which must not bring us back.
  #leave = () => {
    this.hasLeft = true;
    send(this.dataset.url, { method: "DELETE", keepalive: true }).catch(() => {});
  };

  // Nobody is disturbed over it when the server cannot be reached: then nobody is known to be here.
  async #hear(answer) {
    const { people = [] } = await answer.catch(() => ({}));
    const said = people.map((one) => one.said).join("\n");
    if (said === this.said) return;
    this.said = said;
    this.replaceChildren(...people.map(({ said, doing }) => make("span", { class: doing === "typing" ? "tag warn" : "tag" }, said)));
  }
}

customElements.define("live-presence", LivePresence);
