// Files that wait to be sent, kept in this browser under their ids until the server has them: they
// survive a reload. Where nothing may be stored, they live as long as the page.

const SHELF = "files";

export class KeptFiles {
  #here = new Map();

  constructor(base) {
    this.name = `rapport-chat:${base}`;
  }

  async keep(key, file) {
    this.#here.set(key, file);
    await this.#do("readwrite", (shelf) => shelf.put(file, key)).catch(() => {});
  }

  // Undefined where it is gone.
  async get(key) {
    return this.#here.get(key) ?? (await this.#do("readonly", (shelf) => shelf.get(key)).catch(() => undefined));
  }

  async forget(keys) {
    for (const key of keys) {
      this.#here.delete(key);
      await this.#do("readwrite", (shelf) => shelf.delete(key)).catch(() => {});
    }
  }

  async #do(mode, act) {
    const room = await this.#room();
    try {
      return await asked(act(room.transaction(SHELF, mode).objectStore(SHELF)));
    } finally {
      room.close();
    }
  }

  #room() {
    const opening = indexedDB.open(this.name, 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore(SHELF);
    return asked(opening);
  }
}

function asked(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
