// What this browser keeps of one chat: the token by which we know it, and what waits to be sent.
// Where nothing may be stored (private windows), it lives as long as the page.

export class Store {
  #here = {};

  // Whoever is signed in on this page has a place of their own: on a browser that several people use
  // nobody finds what another has said.
  constructor(base, note) {
    const room = `rapport-chat:${base}`;
    const who = whoOf(note);
    this.name = who ? `${room}:${who}` : room;
    try {
      forgetTokens(`${room}:`, this.name);
    } catch {
      // Nothing may be stored, so nothing was.
    }
    try {
      this.#here = JSON.parse(localStorage.getItem(this.name)) ?? {};
    } catch {
      this.#here = {};
    }
    if (who && !this.token) this.#adopt(room);
  }

  // What was begun before signing in goes on as theirs, if the server agrees.
  #adopt(room) {
    try {
      const { token = "", waiting = [] } = JSON.parse(localStorage.getItem(room)) ?? {};
      if (!token && !waiting.length) return;
      this.#keep({ token, waiting: [...waiting, ...this.waiting] });
      localStorage.removeItem(room);
    } catch {
      // They begin anew.
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

// The address in a site's token, or the first part of our portal's own note. It proves nothing here,
// and need not: the server is asked with the whole of it.
function whoOf(note) {
  const parts = note.split(".");
  if (parts.length !== 3) return note.split(":")[0];
  try {
    const bytes = Uint8Array.from(atob(parts[1].replaceAll("-", "+").replaceAll("_", "/")), (one) => one.charCodeAt(0));
    return String(JSON.parse(new TextDecoder().decode(bytes)).email ?? "").toLowerCase();
  } catch {
    return "";
  }
}

// Whoever was signed in here before is not any more: what they have not sent stays, their key goes.
function forgetTokens(prefix, own) {
  for (const name of Object.keys(localStorage)) {
    if (!name.startsWith(prefix) || name === own) continue;
    localStorage.setItem(name, JSON.stringify({ ...JSON.parse(localStorage.getItem(name)), token: "" }));
  }
}
