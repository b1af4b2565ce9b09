// <begun-after>: around the hidden field that says which message was the last when its author began
// to write. They begin with the first letter: what has come until then stands before their eyes.

class BegunAfter extends HTMLElement {
  connectedCallback() {
    this.field = this.querySelector("input");
    this.text = this.field.form.elements.text;
    this.isEmpty = !this.text.value.trim();
    this.text.addEventListener("input", () => this.#begin());
  }

  #begin() {
    if (this.isEmpty) this.field.value = Math.max(Number(this.field.value), newest());
    this.isEmpty = !this.text.value.trim();
  }
}

function newest() {
  const ids = [...document.querySelectorAll('#thread [id^="message-"]')].map(({ id }) => Number(id.split("-")[1]));
  return Math.max(0, ...ids);
}

customElements.define("begun-after", BegunAfter);
