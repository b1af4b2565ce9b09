// Files that come into a form by picking, pasting or dropping anywhere on its page: one row each,
// with the hidden field by which the form names it.
import { make } from "./dom.js";
import { send } from "./http.js";
import { complain } from "../page/htmx.js";

export class TakenFiles {
  // `host` is the element around the form; `say` and `changed` are told what happens.
  constructor(host, { say, changed }) {
    Object.assign(this, { host, say, changed });
    this.form = host.querySelector("form");
    const picker = host.querySelector('input[type="file"]');
    picker?.addEventListener("change", () => {
      this.#upload([...picker.files]);
      picker.value = "";
    });
    host.addEventListener("paste", (event) => this.#pasted(event));
    host.addEventListener("click", (event) => this.#removed(event));
    document.addEventListener("dragover", this.#over);
    document.addEventListener("dragleave", this.#out);
    document.addEventListener("drop", this.#dropped);
  }

  stop() {
    document.removeEventListener("dragover", this.#over);
    document.removeEventListener("dragleave", this.#out);
    document.removeEventListener("drop", this.#dropped);
  }

  // What a spreadsheet copies is text and a picture of it: the text is meant.
  #pasted(event) {
    const { files, types } = event.clipboardData;
    if (!files.length || types.includes("text/plain")) return;
    event.preventDefault();
    this.#upload([...files]);
  }

  // Dropped beside the form a file would open in place of the page.
  #over = (event) => {
    if (!isFiles(event)) return;
    event.preventDefault();
    this.form.classList.add("is-over");
  };

  #out = (event) => event.relatedTarget || this.form.classList.remove("is-over");

  #dropped = (event) => {
    this.form.classList.remove("is-over");
    if (!isFiles(event)) return;
    event.preventDefault();
    this.#upload([...event.dataTransfer.files]);
  };

  #removed(event) {
    if (!event.target.closest("[data-removes]")) return;
    event.target.closest("[data-file]").remove();
    this.#told();
  }

  // Whoever weighs them looks again.
  #told() {
    this.changed();
    this.host.dispatchEvent(new CustomEvent("rapport:files"));
  }

  async #upload(files) {
    for (const file of files) {
      this.say(this.host.dataset.uploading);
      try {
        const body = new FormData();
        body.set("file", file);
        this.#attach(await send(this.host.dataset.uploadUrl, { body }));
      } catch (error) {
        this.say("");
        complain(error);
      }
    }
  }

  #attach({ id, name }) {
    const remove = make("button", { type: "button", class: "btn quiet small", "data-removes": true, "aria-label": `${this.host.dataset.remove} ${name}` }, "×");
    const row = make("span", { "data-file": id }, make("input", { type: "hidden", name: "files", value: id }), make("span", { class: "ell" }, name), remove);
    this.host.querySelector(".attachments").append(row);
    this.#told();
  }
}

// Whatever takes files itself keeps them.
function isFiles(event) {
  return [...event.dataTransfer.types].includes("Files") && !event.target.closest?.("file-drop");
}
