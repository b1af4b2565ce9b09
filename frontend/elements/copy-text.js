// <copy-text data-text data-said>: a button inside puts the text onto the clipboard and says so.
// Where the browser has none, the button stays away: the text beside it can be selected.

class CopyText extends HTMLElement {
  connectedCallback() {
    this.button = this.querySelector("button");
    if (!navigator.clipboard) return;
    this.button.hidden = false;
    this.button.addEventListener("click", this.#copy);
  }

  #copy = async () => {
    await navigator.clipboard.writeText(this.dataset.text);
    const words = this.querySelector("[role=status]");
    words.textContent = this.dataset.said;
    setTimeout(() => (words.textContent = ""), 3000);
  };
}

customElements.define("copy-text", CopyText);
