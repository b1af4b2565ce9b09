// <command-palette data-url>: Ctrl/⌘ K goes anywhere and acts on what is open.
// The server answers ?q= with {"groups": [{"label", "items": [{"label", "note", "url", "icon"}]}]}.
// Actions on the open record are the links and buttons of the page's bar and tabs, and those in
// <template data-actions>.
import { debounce, icon, make } from "../lib/dom.js";
import { load } from "../lib/http.js";

const OF_THE_PAGE = "main .bar .actions :is(a, button), main .tabs a:not([aria-current])";

class CommandPalette extends HTMLElement {
  #options = [];
  #at = 0;
  #asking;

  connectedCallback() {
    this.dialog = this.querySelector("dialog");
    this.input = this.querySelector("input");
    this.list = this.querySelector('[role="listbox"]');
    const ask = debounce(() => this.#ask(), 90);
    document.addEventListener("keydown", (event) => {
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
        event.preventDefault();
        this.open();
      }
    });
    document.addEventListener("click", (event) => {
      if (event.target.closest("[data-opens-palette]")) this.open();
    });
    this.input.addEventListener("input", ask);
    this.input.addEventListener("keydown", (event) => this.#key(event));
    this.list.addEventListener("click", (event) => {
      const option = event.target.closest('[role="option"]');
      if (option) this.#choose(this.#options[Number(option.dataset.at)], event);
    });
  }

  open() {
    if (this.dialog.open) return;
    this.dialog.showModal();
    this.input.value = "";
    this.input.focus();
    this.#show([]);
    this.#ask();
  }

  async #ask() {
    this.#asking?.abort();
    this.#asking = new AbortController();
    const query = this.input.value.trim();
    const own = [this.#actions(query), this.#places(query)];
    try {
      const answer = await load(`${this.dataset.url}?q=${encodeURIComponent(query)}`, this.#asking.signal);
      this.#show([...own, ...answer.groups], this.dataset.none);
    } catch (error) {
      if (error.name !== "AbortError") this.#show(own, this.dataset.failed);
    }
  }

  #actions(query) {
    const templates = document.querySelectorAll("template[data-actions]");
    const hidden = [...templates].flatMap((each) => [...each.content.querySelectorAll("a, button")]);
    const found = [...hidden, ...document.querySelectorAll(OF_THE_PAGE)];
    return { label: this.dataset.here, items: this.#matching(found, query) };
  }

  #places(query) {
    return { label: this.dataset.go, items: this.#matching([...document.querySelectorAll(".rail a")], query) };
  }

  #matching(elements, query) {
    const wanted = query.toLowerCase().split(/\s+/).filter(Boolean);
    return elements
      .map((element) => ({ element, label: element.firstChild ? element.textContent.replace(/\s+\d*\s*$/, "").trim() : "", shortcut: element.dataset.shortcut }))
      .filter(({ label }) => label && wanted.every((word) => label.toLowerCase().includes(word)));
  }

  #show(groups, otherwise = "") {
    this.#options = [];
    const rows = groups.filter(({ items }) => items.length).flatMap(({ label, items }) => this.#group(label, items));
    this.list.replaceChildren(...(rows.length || !otherwise ? rows : [make("div", { class: "none" }, otherwise)]));
    this.#move(0);
  }

  #group(label, items) {
    const rows = items.map((item) => {
      const at = this.#options.push(item) - 1;
      return make(
        "div",
        { role: "option", id: `palette-${at}`, "data-at": at, "aria-selected": "false" },
        item.icon ? icon(item.icon) : null,
        make("span", { class: "ell" }, item.label),
        item.note ? make("small", { class: "ell" }, item.note) : null,
        item.shortcut ? make("kbd", {}, item.shortcut.toUpperCase()) : null,
      );
    });
    return [make("div", { role: "group", "aria-label": label }, make("div", { class: "group", "aria-hidden": "true" }, label), ...rows)];
  }

  #key(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      this.#move(this.#at + step);
    } else if (event.key === "Enter" && this.#options.length) {
      event.preventDefault();
      this.#choose(this.#options[this.#at], event);
    }
  }

  #move(to) {
    const count = this.#options.length;
    this.#at = count ? (to + count) % count : 0;
    for (const option of this.list.querySelectorAll('[role="option"]')) {
      const here = Number(option.dataset.at) === this.#at;
      option.setAttribute("aria-selected", String(here));
      if (here) option.scrollIntoView({ block: "nearest" });
    }
    if (count) this.input.setAttribute("aria-activedescendant", `palette-${this.#at}`);
    else this.input.removeAttribute("aria-activedescendant");
  }

  #choose(item, event) {
    this.dialog.close();
    if (item.element?.isConnected) item.element.click();
    else if (item.element) this.#run(item.element);
    else if (event.ctrlKey || event.metaKey) window.open(item.url, "_blank", "noopener");
    else location.assign(item.url);
  }

  // A button in a template is inert until it stands in the page.
  #run(element) {
    const copy = document.importNode(element.closest("form") ?? element, true);
    copy.hidden = true;
    this.append(copy);
    window.htmx.process(copy);
    (copy.matches("form") ? copy.querySelector("button") : copy).click();
  }
}

customElements.define("command-palette", CommandPalette);
