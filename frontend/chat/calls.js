// Asking the server. The token goes in a header, so that no address and no cookie bears it.

export class Calls {
  forgotten = () => {};
  closed = () => {};

  constructor(setup, store) {
    this.base = setup.base;
    this.setup = setup;
    this.store = store;
    this.beginning = null;
  }

  // A visitor is made with the first word, not by looking at a page.
  begin() {
    this.beginning ??= this.#begin().finally(() => (this.beginning = null));
    return this.beginning;
  }

  async #begin() {
    const body = {
      origin: this.#origin(),
      note: decodeURIComponent(location.hash.slice(1)),
      zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    };
    const answer = await this.#ask(`visits/?lang=${this.setup.language}`, { method: "POST", body });
    if (answer.ok) this.store.token = (await answer.json()).token;
    return answer;
  }

  async load(since) {
    if (!this.store.token) return null;
    try {
      const answer = await this.#ask(`messages/?since=${since}`);
      return answer.ok ? await answer.json() : null;
    } catch {
      return null;
    }
  }

  say(id, text) {
    return this.#ask("messages/", { method: "POST", body: { id, text } });
  }

  about(fields) {
    return this.#ask("about/", { method: "POST", body: fields });
  }

  listen(signal) {
    return this.#ask("live/", { signal });
  }

  copy() {
    return this.#ask("transcript/");
  }

  // Nobody waits for it, and nothing hangs on it.
  doing(doing, more = {}) {
    if (!this.store.token) return;
    this.#ask("doing/", { method: "POST", body: { doing, ...more }, keepalive: true }).catch(() => {});
  }

  async #ask(path, { method = "GET", body, signal, keepalive } = {}) {
    const headers = { "X-Visitor": this.store.token };
    if (body) headers["Content-Type"] = "application/json";
    const options = { method, headers, body: body && JSON.stringify(body), signal, keepalive };
    const answer = await fetch(this.base + path, { ...options, credentials: "omit", cache: "no-store" });
    if (answer.status === 410) this.closed();
    if (answer.status === 401 && this.store.token) {
      // We do not know this browser any more: it begins anew with what it still has to say.
      this.store.token = "";
      this.forgotten();
    }
    return answer;
  }

  #origin() {
    try {
      return location.ancestorOrigins?.[0] ?? new URL(document.referrer).origin;
    } catch {
      return "";
    }
  }
}
