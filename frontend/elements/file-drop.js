// <file-drop>: a place to drop files that belongs to the file field inside it.
// Says what was chosen; with data-submits the form goes off at once.

class FileDrop extends HTMLElement {
  connectedCallback() {
    this.input = this.querySelector('input[type="file"]');
    this.said = this.querySelector("[data-chosen]");
    for (const name of ["dragenter", "dragover"]) {
      this.addEventListener(name, (event) => {
        event.preventDefault();
        this.classList.add("is-over");
      });
    }
    for (const name of ["dragleave", "drop"]) this.addEventListener(name, () => this.classList.remove("is-over"));
    this.addEventListener("drop", (event) => this.#drop(event));
    this.input.addEventListener("change", () => this.#show());
  }

  #drop(event) {
    event.preventDefault();
    const files = new DataTransfer();
    for (const file of event.dataTransfer.files) {
      if (files.files.length === 0 || this.input.multiple) files.items.add(file);
    }
    this.input.files = files.files;
    this.input.dispatchEvent(new Event("change", { bubbles: true }));
  }

  #show() {
    const names = [...this.input.files].map(({ name, size }) => `${name} (${readable(size)})`);
    if (this.said) this.said.textContent = names.join(", ");
    if (names.length && "submits" in this.dataset) this.input.form.requestSubmit();
  }
}

function readable(size) {
  const unit = size < 1e3 ? "byte" : size < 1e6 ? "kilobyte" : "megabyte";
  const number = size / { byte: 1, kilobyte: 1e3, megabyte: 1e6 }[unit];
  return new Intl.NumberFormat(document.documentElement.lang, { style: "unit", unit, maximumFractionDigits: 1 }).format(number);
}

customElements.define("file-drop", FileDrop);
