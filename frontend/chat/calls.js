// Asking the server. The token goes in a header, so that no address and no cookie bears it.

export class Calls {
  forgotten = () => {};
  closed = () => {};

  constructor(setup, store, note) {
    Object.assign(this, { base: setup.base, setup, store, note });
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
      note: this.note,
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

  say(id, text, files) {
    return this.#ask("messages/", { method: "POST", body: { id, text, files } });
  }

  // Shows who is signed in on the page around; a session that was another's is left.
  async prove() {
    if (!this.note || !this.store.token) return;
    try {
      const answer = await this.#ask("identity/", { method: "POST", body: { note: this.note } });
      if (answer.status === 409) this.store.token = "";
    } catch {
      // The next page asks again.
    }
  }

  // `fetch` does not tell how much has gone.
  bring(key, file, name, progress) {
    const body = new FormData();
    body.set("id", key);
    body.set("file", file, name);
    return new Promise((resolve, reject) => {
      const request = new XMLHttpRequest();
      request.open("POST", `${this.base}files/`);
      request.setRequestHeader("X-Visitor", this.store.token);
      request.upload.addEventListener("progress", ({ loaded, total }) => progress(loaded / total));
      request.addEventListener("load", () => resolve(this.#heard(request)));
      for (const name of ["error", "abort", "timeout"]) request.addEventListener(name, () => reject(new TypeError("offline")));
      request.send(body);
    });
  }

  #heard(request) {
    if (request.status === 410) this.closed();
    const headers = new Headers({ "Retry-After": request.getResponseHeader("Retry-After") ?? "" });
    let error = "";
    try {
      error = JSON.parse(request.responseText).error ?? "";
    } catch {
      // Not in words.
    }
    return { status: request.status, ok: request.status === 201, headers, error };
  }

  fetched(url) {
    return this.#ask(url.slice(this.base.length));
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
