// Files on their way into a message: chosen (or taken with the camera), dropped or pasted; each is
// checked here against what the server takes, so that nobody waits for a refusal.
import { readable } from "./shown-files.js";

export class Choosing {
  #chosen = [];

  constructor(setup, panel, kept) {
    Object.assign(this, { words: setup.words, limits: setup.files, panel, kept });
    this.list = document.querySelector("[data-files]");
    this.picker = document.querySelector("[data-picker]");
    this.picker.addEventListener("change", () => {
      this.add([...this.picker.files]);
      this.picker.value = "";
    });
    panel.field.addEventListener("paste", (event) => this.#pasted(event));
    for (const name of ["dragover", "drop"]) panel.window.addEventListener(name, (event) => this.#over(event));
    panel.window.addEventListener("dragleave", (event) => event.relatedTarget || this.#lit(false));
  }

  get isEmpty() {
    return this.#chosen.length === 0;
  }

  // What goes with the message that is sent now; kept until the server has it.
  take() {
    const taken = this.#chosen;
    this.#chosen = [];
    this.#show();
    for (const { key, file } of taken) this.kept.keep(key, file);
    return taken.map(({ key, file }) => ({ key, name: file.name, size: file.size }));
  }

  add(files) {
    let said = "";
    for (const file of files) {
      const refusal = this.#refusal(file);
      if (refusal) said = refusal;
      else this.#chosen.push({ key: crypto.randomUUID?.() ?? String(Math.random()).slice(2).padEnd(12, "0"), file });
    }
    this.panel.notice(said);
    this.#show();
    this.panel.field.focus();
  }

  #refusal({ name, size }) {
    const { most, largest, endings } = this.limits;
    if (this.#chosen.length >= most) return this.words.tooManyFiles;
    if (!endings.some((ending) => name.toLowerCase().endsWith(ending))) return this.words.wrongKind.replace("%(name)s", name);
    return size > largest ? this.words.tooLarge.replace("%(name)s", name) : "";
  }

  // What a spreadsheet copies is text and a picture of it: the text is meant.
  #pasted(event) {
    const { files, types } = event.clipboardData;
    if (!files.length || types.includes("text/plain")) return;
    event.preventDefault();
    this.add([...files]);
  }

  #over(event) {
    if (!event.dataTransfer.types.includes("Files")) return;
    event.preventDefault();
    this.#lit(event.type === "dragover");
    if (event.type === "drop") this.add([...event.dataTransfer.files]);
  }

  #lit(isOver) {
    this.panel.window.classList.toggle("is-over", isOver);
  }

  #show() {
    this.list.replaceChildren(...this.#chosen.map((one) => this.#row(one)));
    this.list.hidden = this.isEmpty;
  }

  #row(one) {
    const row = document.createElement("li");
    const name = document.createElement("span");
    name.textContent = `${one.file.name} (${readable(one.file.size)})`;
    const remove = document.createElement("button");
    Object.assign(remove, { type: "button", className: "plain", textContent: "×" });
    remove.setAttribute("aria-label", `${this.words.remove} ${one.file.name}`);
    remove.addEventListener("click", () => {
      this.#chosen = this.#chosen.filter((other) => other !== one);
      this.#show();
      this.panel.field.focus();
    });
    row.append(name, remove);
    return row;
  }
}
