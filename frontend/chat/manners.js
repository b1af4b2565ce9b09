// What a visitor does besides writing: typing, reading, leaving, saying who they are, taking a copy.

const TYPES_AGAIN = 2500;
const PAUSED_AFTER = 4000;

export class Manners {
  #typedAt = 0;
  #readUntil = 0;

  constructor(setup, calls, panel, log) {
    Object.assign(this, { words: setup.words, calls, panel, log });
    this.about = panel.$about;
    this.copyButton = document.querySelector("[data-copy]");
    panel.field.addEventListener("input", () => this.#typed());
    this.about.addEventListener("submit", (event) => this.#introduce(event));
    this.about.querySelector("[data-skip]").addEventListener("click", () => this.#skip());
    this.copyButton.addEventListener("click", () => this.#copy());
    addEventListener("pagehide", () => calls.doing("left"));
    document.addEventListener("visibilitychange", () => this.read(this.#latest));
  }

  // Told once for each stretch, and only when somebody looks at it.
  read(until) {
    this.#latest = until;
    this.copyButton.hidden = !this.log.hasWords;
    if (!until || until <= this.#readUntil || !this.panel.isRead || !this.log.hasAnswers) return;
    this.#readUntil = until;
    this.calls.doing("read", { until });
  }

  #latest = 0;

  #typed() {
    clearTimeout(this.timer);
    if (!this.panel.field.value.trim()) return this.#paused();
    this.timer = setTimeout(() => this.#paused(), PAUSED_AFTER);
    if (Date.now() - this.#typedAt < TYPES_AGAIN) return;
    this.#typedAt = Date.now();
    this.calls.doing("typing");
  }

  #paused() {
    if (this.#typedAt) this.calls.doing("paused");
    this.#typedAt = 0;
  }

  async #introduce(event) {
    event.preventDefault();
    const problem = this.about.querySelector("[data-problem]");
    const { name, email } = this.about.elements;
    const wrong = email.value.trim() && !email.checkValidity();
    problem.textContent = wrong ? this.words.wrongAddress : "";
    email.setAttribute("aria-invalid", String(Boolean(wrong)));
    if (wrong) return email.focus();
    if (!name.value.trim() && !email.value.trim()) return this.#skip();
    try {
      if (!this.panel.store.token && !(await this.calls.begin()).ok) throw new TypeError("offline");
      const answer = await this.calls.about({ name: name.value, email: email.value });
      problem.textContent = answer.ok ? "" : answer.status === 422 ? this.words.wrongAddress : this.words.failed;
      if (!answer.ok) return;
      this.about.hidden = true;
      this.panel.isKnown = true;
      if (email.value.trim()) this.panel.notice(this.words.kept);
      this.panel.field.focus();
    } catch {
      problem.textContent = this.words.offline;
    }
  }

  #skip() {
    this.about.hidden = true;
    this.panel.store.skipped = true;
    this.panel.field.focus();
  }

  async #copy() {
    try {
      const answer = await this.calls.copy();
      if (!answer.ok) return this.panel.notice(this.words.failed);
      const link = document.createElement("a");
      link.href = URL.createObjectURL(await answer.blob());
      link.download = this.words.copy;
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
    } catch {
      this.panel.notice(this.words.offline);
    }
  }
}
