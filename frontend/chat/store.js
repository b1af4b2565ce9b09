// What this browser keeps of one chat: the token by which we know it, and what waits to be sent.
// Where nothing may be stored (private windows), it lives as long as the page.

export class Store {
  #here = {};

  constructor(base) {
    this.name = `rapport-chat:${base}`;
    try {
      this.#here = JSON.parse(localStorage.getItem(this.name)) ?? {};
    } catch {
      this.#here = {};
    }
  }

  get token() {
    return this.#here.token ?? "";
  }

  set token(token) {
    this.#keep({ token });
  }

  get waiting() {
    return Array.isArray(this.#here.waiting) ? this.#here.waiting : [];
  }

  set waiting(waiting) {
    this.#keep({ waiting });
  }

  get skipped() {
    return Boolean(this.#here.skipped);
  }

  set skipped(skipped) {
    this.#keep({ skipped });
  }

  #keep(change) {
    this.#here = { ...this.#here, ...change };
    try {
      localStorage.setItem(this.name, JSON.stringify(this.#here));
    } catch {
      // Kept in the page alone.
    }
  }
}
