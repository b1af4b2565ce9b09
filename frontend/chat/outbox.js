// What the visitor wrote and the server has not confirmed: sent one after the other, in order, under
// an id made here, so that what is sent twice arrives once. It survives reloads and lost lines.

const PAUSES = [500, 1000, 2000, 3000, 5000];

export class Outbox {
  #sending = false;
  // The server said when to come again.
  #isHeld = false;
  #tries = 0;

  constructor(setup, { calls, store, kept, log, panel, sent }) {
    Object.assign(this, { words: setup.words, calls, store, kept, log, panel, sent });
    addEventListener("online", () => this.#now());
  }

  restore() {
    for (const one of this.store.waiting) this.log.wait(one, (id) => this.again(id));
    this.send();
  }

  add(text, files) {
    const one = { id: crypto.randomUUID?.() ?? String(Math.random()).slice(2).padEnd(12, "0"), text, files };
    this.store.waiting = [...this.store.waiting, one];
    this.log.wait(one, (id) => this.again(id));
    this.#now();
  }

  // What the server shows has arrived, even if its answer to the sending got lost.
  settle(lines) {
    const there = new Set(lines.map((line) => line.id));
    for (const one of this.store.waiting) if (there.has(one.id)) this.#done(one);
  }

  #done({ id, files = [] }) {
    this.store.waiting = this.store.waiting.filter((one) => one.id !== id);
    this.kept.forget(files.map(({ key }) => key));
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

  async #one(one) {
    const { id, text, files = [] } = one;
    if (!this.store.token) {
      const begun = await this.calls.begin();
      if (!begun.ok) return this.#refused(begun);
    }
    for (const { key } of files.filter(({ isThere }) => !isThere)) {
      const outcome = await this.#bring(one, key);
      if (outcome !== "there") return outcome === "next";
    }
    const answer = await this.calls.say(id, text, files.map(({ key }) => key));
    if (answer.status === 401) return this.#anew();
    // A file is not there any more: all of them come once more.
    if (answer.status === 409) return this.#anew() && this.#refused(answer);
    if (answer.status === 400 || answer.status === 422) return this.#fail(id);
    if (!answer.ok) return this.#refused(answer);
    this.#tries = 0;
    this.#isHeld = false;
    this.#done(one);
    this.log.arrived(id);
    this.panel.notice("");
    this.sent();
    return true;
  }

  // "there", or what follows: the "next" message, or to "wait".
  async #bring(one, key) {
    const file = await this.kept.get(key);
    const { name } = one.files.find((other) => other.key === key);
    if (!file) return this.#fail(one.id, this.words.fileGone) && "next";
    const answer = await this.calls.bring(key, file, name, (share) => this.log.progress(key, share));
    if (answer.status === 401) return this.#anew() && "next";
    if ([400, 413, 422].includes(answer.status)) return this.#fail(one.id, answer.error) && "next";
    if (!answer.ok) return this.#refused(answer) || "wait";
    this.#mark((other) => (other.key === key ? { ...other, isThere: true } : other));
    return "there";
  }

  // The server knows nothing of what this session has brought in.
  #anew() {
    this.#mark((file) => ({ ...file, isThere: false }));
    return true;
  }

  #mark(change) {
    this.store.waiting = this.store.waiting.map((one) => (one.files ? { ...one, files: one.files.map(change) } : one));
  }

  // It stays where it stands, and what comes after it goes on.
  #fail(id, said = "") {
    this.store.waiting = this.store.waiting.map((one) => (one.id === id ? { ...one, refused: true } : one));
    this.log.failed(id, said);
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
