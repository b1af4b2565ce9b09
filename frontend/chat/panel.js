// The window: opens and closes, says who is there and who writes, takes what is written.

export class Panel {
  opened = () => {};
  #unread = 0;

  constructor(setup, store) {
    Object.assign(this, { setup, store, words: setup.words });
    for (const name of ["bubble", "count", "close", "standing", "typing", "notice", "about", "write"]) {
      this[`$${name}`] = document.querySelector(`[data-${name}]`);
    }
    this.form = this.$write;
    this.field = this.form.elements.text;
    this.window = document.getElementById("window");
    this.$bubble.addEventListener("click", () => this.open());
    this.$close.addEventListener("click", () => this.close());
    addEventListener("keydown", (event) => event.key === "Escape" && this.isOpen && this.close());
    this.field.addEventListener("keydown", (event) => this.#key(event));
    this.field.addEventListener("input", () => this.#grow());
    this.#room(false);
  }

  get isOpen() {
    return !this.window.hidden;
  }

  get isRead() {
    return this.isOpen && !document.hidden;
  }

  open() {
    this.window.hidden = false;
    document.body.className = "is-open";
    this.$bubble.setAttribute("aria-expanded", "true");
    this.#unread = 0;
    this.counts(0);
    this.#room(true);
    this.#mayAsk();
    this.field.focus();
    this.opened();
  }

  close() {
    if (!this.isOpen) return;
    this.window.hidden = true;
    document.body.className = "is-closed";
    this.$bubble.setAttribute("aria-expanded", "false");
    this.#room(false);
    this.$bubble.focus();
  }

  get hasText() {
    return Boolean(this.field.value.trim());
  }

  take() {
    const text = this.field.value.trim();
    this.field.value = "";
    this.#grow();
    this.field.focus();
    return text;
  }

  counts(more) {
    this.#unread = this.isOpen ? 0 : this.#unread + more;
    this.$count.hidden = !this.#unread;
    this.$count.textContent = String(this.#unread);
    const label = this.#unread ? `${this.words.open} (${this.words.unread}: ${this.#unread})` : this.words.open;
    this.$bubble.setAttribute("aria-label", label);
  }

  stands({ sentence, isThere }, isKnown, hasWords) {
    this.$standing.textContent = sentence;
    this.isKnown = isKnown;
    this.hasWords = hasWords;
    this.setup.isThere = isThere;
    if (isKnown) this.$about.hidden = true;
    else this.#mayAsk();
  }

  // After the first word; where nobody is there, before it.
  #mayAsk() {
    const isTime = this.hasWords || (this.isOpen && !this.setup.isThere);
    if (isTime && !this.isKnown && !this.store.skipped && !this.asked) this.ask();
  }

  ask() {
    this.asked = true;
    this.$about.hidden = false;
  }

  types(name, words) {
    clearTimeout(this.timer);
    const said = name === null ? "" : words.typing.replace("%(name)s", name || words.somebody);
    if (this.$typing.textContent !== said) this.$typing.textContent = said;
    if (said) this.timer = setTimeout(() => (this.$typing.textContent = ""), 6000);
  }

  notice(text) {
    if (this.$notice.textContent !== text) this.$notice.textContent = text;
  }

  #key(event) {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    this.form.requestSubmit();
  }

  #grow() {
    this.field.style.height = "auto";
    this.field.style.height = `${Math.min(this.field.scrollHeight + 2, 132)}px`;
  }

  // The page around learns how much room is wanted, and nothing else.
  #room(open) {
    parent.postMessage({ rapport: "chat", open, title: document.title }, "*");
  }
}
