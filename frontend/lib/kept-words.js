// What somebody typed into a form, kept in this browser until the server has it.

const NAMES = ["to", "cc", "subject", "text"];

export class KeptWords {
  constructor(form, key) {
    this.form = form;
    this.key = `draft:${key}`;
  }

  get waits() {
    return localStorage.getItem(this.key) !== null;
  }

  // The words as they stand, as one value to keep and to compare.
  now() {
    return JSON.stringify(Object.fromEntries(this.#fields().map((field) => [field.name, field.value])));
  }

  keep() {
    localStorage.setItem(this.key, this.now());
  }

  forget() {
    localStorage.removeItem(this.key);
  }

  // Puts back what differs from the page; true if anything did.
  restore() {
    const kept = read(localStorage.getItem(this.key));
    const fields = this.#fields().filter(({ name, value }) => name in kept && kept[name] !== value);
    for (const field of fields) field.value = kept[field.name];
    return fields.length > 0;
  }

  #fields() {
    return NAMES.map((name) => this.form.elements[name]).filter(Boolean);
  }
}

// An older page kept the bare text.
function read(kept) {
  try {
    const words = JSON.parse(kept ?? "{}");
    return typeof words === "object" && words ? words : { text: kept };
  } catch {
    return { text: kept };
  }
}
