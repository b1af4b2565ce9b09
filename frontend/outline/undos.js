// What was done here, newest last, and how each act is taken back: by the server's own undo, and
// for names, which its stream does not hold, by writing the old ones again.
import { send } from "../lib/http.js";
import { complain } from "../page/htmx.js";

export class Undos {
  #acts = [];
  #named = null;

  constructor(outline, signal) {
    this.outline = outline;
    document.body.addEventListener("toast", ({ detail }) => detail.undo && this.#acts.push({ url: detail.undo }), { signal });
    outline.addEventListener("focusin", ({ target }) => this.#note(target), { signal });
    outline.addEventListener("rapport:edited", ({ target }) => this.#renamed(target), { signal });
  }

  // Does an act that also writes these names; when it is done they belong to it.
  async with(names, does) {
    const before = this.#acts.length;
    const answer = await does();
    if (!answer || !names.length) return answer;
    if (this.#acts.length === before) this.#acts.push({});
    this.#acts.at(-1).names = names;
    return answer;
  }

  async undo() {
    const act = this.#acts.pop();
    if (!act) return false;
    try {
      if (act.url) await send(act.url);
      if (act.names) await send(this.outline.dataset.cellsUrl, { body: { lines: JSON.stringify(act.names) } });
    } catch (error) {
      complain(error);
    }
    return true;
  }

  #note(target) {
    const edit = target.closest("inline-edit");
    if (edit?.dataset.name === "name" && target !== edit) this.#named = { edit, was: edit.dataset.value };
  }

  #renamed(edit) {
    if (edit !== this.#named?.edit) return;
    const number = Number(edit.closest("tr").dataset.number);
    this.#acts.push({ names: [{ number, cells: { name: this.#named.was }, was: { name: edit.dataset.value } }] });
  }
}
