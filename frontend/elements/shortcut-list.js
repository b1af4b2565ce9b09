// <shortcut-list>: "?" shows every shortcut of this page, gathered from its data-shortcut marks.
import { isTyping, make } from "../lib/dom.js";

// Letters stand as on the keys; the names of keys stay as they are written.
function written(keys) {
  return keys.split(" ").map((key) => (key.length === 1 ? key.toUpperCase() : key)).join(" ");
}

class ShortcutList extends HTMLElement {
  connectedCallback() {
    document.addEventListener("keydown", (event) => {
      if (event.key !== "?" || isTyping(event) || document.querySelector("dialog[open]")) return;
      event.preventDefault();
      this.open();
    });
    document.addEventListener("click", (event) => {
      if (event.target.closest("[data-opens-shortcuts]")) this.open();
    });
  }

  open() {
    const dialog = make(
      "dialog",
      { class: "dialog", "aria-labelledby": "shortcuts-title" },
      make(
        "header",
        {},
        make("h2", { id: "shortcuts-title" }, this.dataset.title),
        make("button", { class: "btn quiet small", type: "button", "data-closes": true }, this.dataset.close),
      ),
      make("div", { class: "body" }, this.#off(), make("div", { class: "shortcuts" }, ...this.#rows())),
    );
    dialog.addEventListener("close", () => dialog.remove());
    this.append(dialog);
    dialog.showModal();
  }

  #off() {
    const off = document.body.dataset.shortcuts === "off";
    return off ? make("p", { class: "muted" }, this.dataset.off) : null;
  }

  #rows() {
    const fixed = this.querySelector("template").content.cloneNode(true).children;
    const seen = new Map();
    for (const element of document.querySelectorAll("[data-shortcut]")) {
      const label = element.dataset.shortcutLabel ?? element.ariaLabel ?? element.textContent.trim().replace(/\s+/g, " ");
      seen.set(element.dataset.shortcut, label);
    }
    const found = [...seen].map(([keys, label]) =>
      make("div", {}, make("span", {}, label), make("kbd", {}, written(keys))),
    );
    return [...fixed, ...found];
  }
}

customElements.define("shortcut-list", ShortcutList);
