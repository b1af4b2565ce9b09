// What the visitor wrote and the server has not confirmed: sent one after the other, in order, under
// an id made here, so that what is sent twice arrives once. It survives reloads and lost lines.

const PAUSES = [500, 1000, 2000, 3000, 5000];

export class Outbox {
  #sending = false;
  // The server said when to come again.
  #isHeld = false;
  #tries = 0;

  constructor(setup, { calls, store, log, panel, sent }) {
    Object.assign(this, { words: setup.words, calls, store, log, panel, sent });
    addEventListener("online", () => this.#now());
  }

  restore() {
    for (const one of this.store.waiting) this.log.wait(one, (id) => this.again(id));
    this.send();
  }

  add(text) {
    const one = { id: crypto.randomUUID?.() ?? String(Math.random()).slice(2).padEnd(12, "0"), text };
    this.store.waiting = [...this.store.waiting, one];
    this.log.wait(one, (id) => this.again(id));
    this.#now();
  }

  // What the server shows has arrived, even if its answer to the sending got lost.
  settle(lines) {
    const there = new Set(lines.map((line) => line.id));
    if (this.store.waiting.some((one) => there.has(one.id))) {
      this.store.waiting = this.store.waiting.filter((one) => !there.has(one.id));
    }
  }

  again(id) {
    this.store.waiting = this.store.waiting.map((one) => (one.id === id ? { ...one, refused: false } : one));
    this.#now();
  }

  // The server answers again: what waits need wait no longer.
  kick() {
    if (this.#tries && !this.#isHeld) this.#now();
  }

  #now() {
    clearTimeout(this.timer);
    this.#tries = 0;
    this.send();
  }

  async send() {
    if (this.#sending) return;
    this.#sending = true;
    try {
      while (this.#next() && (await this.#one(this.#next())));
    } catch {
      this.#later(PAUSES[Math.min(this.#tries, PAUSES.length - 1)], this.words.offline);
    } finally {
      this.#sending = false;
    }
  }

  #next() {
    return this.store.waiting.find((one) => !one.refused);
  }

  async #one({ id, text }) {
    if (!this.store.token) {
      const begun = await this.calls.begin();
      if (!begun.ok) return this.#refused(begun);
    }
    const answer = await this.calls.say(id, text);
    if (answer.status === 401) return Boolean(this.#next());
    if (answer.status === 400 || answer.status === 422) return this.#fail(id);
    if (!answer.ok) return this.#refused(answer);
    this.#tries = 0;
    this.#isHeld = false;
    this.store.waiting = this.store.waiting.filter((one) => one.id !== id);
    this.log.arrived(id);
    this.panel.notice("");
    this.sent();
    return true;
  }

  // It stays where it stands, and what comes after it goes on.
  #fail(id) {
    this.store.waiting = this.store.waiting.map((one) => (one.id === id ? { ...one, refused: true } : one));
    this.log.failed(id);
    return true;
  }

  #refused(answer) {
    if (answer.status === 410) return false;
    const wanted = Number(answer.headers.get("Retry-After")) * 1000;
    this.#isHeld = wanted > 0;
    const isMany = answer.status === 429;
    this.#later(wanted || PAUSES[Math.min(this.#tries, PAUSES.length - 1)], isMany ? this.words.tooMany : this.words.offline);
    return false;
  }

  #later(pause, said) {
    this.#tries += 1;
    if (this.#tries > 1) this.panel.notice(said);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.send(), pause);
  }
}
