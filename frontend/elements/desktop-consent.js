// <desktop-consent data-refused>: asks the browser's leave as soon as somebody wants alerts on the
// desktop; browsers give it only for a click.
import { toast } from "../lib/dom.js";

class DesktopConsent extends HTMLElement {
  connectedCallback() {
    this.box = this.closest("form")?.elements.on_desktop;
    this.box?.addEventListener("change", () => this.box.checked && this.#ask());
  }

  async #ask() {
    const leave = await globalThis.Notification?.requestPermission();
    if (leave === "granted") return;
    this.box.checked = false;
    toast(this.dataset.refused, { tone: "bad" });
  }
}

customElements.define("desktop-consent", DesktopConsent);
