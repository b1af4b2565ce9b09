// <mail-frame>: as high as the mail inside its sandboxed frame, so that only the page scrolls.

class MailFrame extends HTMLElement {
  connectedCallback() {
    this.frame = this.querySelector("iframe");
    this.frame.addEventListener("load", () => this.#fit());
    this.closest("details")?.addEventListener("toggle", () => this.#fit());
  }

  #fit() {
    const body = this.frame.contentDocument?.body;
    if (body) this.frame.height = Math.min(Math.max(body.scrollHeight + 16, 40), 4000);
  }
}

customElements.define("mail-frame", MailFrame);
