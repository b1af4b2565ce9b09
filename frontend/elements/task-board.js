// <task-board>: cards move between columns by mouse, finger, keyboard or menu.
// Every move is asked of the server; what it refuses goes back to where it was.
import Sortable from "sortablejs/modular/sortable.core.esm.js";
import { send } from "../lib/http.js";
import { complain } from "../page/htmx.js";

class TaskBoard extends HTMLElement {
  connectedCallback() {
    this.lists = [...this.querySelectorAll(".cards")];
    this.status = this.querySelector('[role="status"]');
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.sortables = this.lists.map((list) =>
      Sortable.create(list, {
        group: groupOf(list),
        draggable: ".task[data-url]",
        filter: "a, button, summary, input",
        preventOnFilter: false,
        animation: still ? 0 : 140,
        delay: 180,
        delayOnTouchOnly: true,
        ghostClass: "is-ghost",
        onStart: ({ item }) => (this.before = place(item)),
        onEnd: ({ item }) => this.#moved(item, this.before),
      }),
    );
    this.addEventListener("keydown", (event) => this.#key(event));
    this.addEventListener("click", (event) => this.#menu(event));
    this.addEventListener("rapport:edited", ({ target, detail }) => {
      const number = target.closest("header")?.querySelector(".n[data-state]");
      if (!number) return;
      number.dataset.most = detail.value;
      this.#warn(number);
    });
  }

  disconnectedCallback() {
    for (const sortable of this.sortables ?? []) sortable.destroy();
  }

  #key(event) {
    const task = event.target.closest(".task[data-url]");
    if (!task || event.target !== task || event.ctrlKey || event.metaKey || event.altKey) return;
    const act = {
      ArrowLeft: () => this.#shift(task, -1),
      ArrowRight: () => this.#shift(task, 1),
      ArrowUp: () => task.previousElementSibling && this.#put(task, () => task.previousElementSibling.before(task)),
      ArrowDown: () => task.nextElementSibling && this.#put(task, () => task.nextElementSibling.after(task)),
      Enter: () => task.querySelector("a")?.click(),
    }[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  }

  // A menu button with data-moves-to="waiting" inside a card.
  #menu({ target }) {
    const state = target.closest("[data-moves-to]")?.dataset.movesTo;
    const list = lanesLists(target).find((each) => stateOf(each) === state);
    if (state && list) this.#put(target.closest(".task"), () => list.prepend(target.closest(".task")));
  }

  #shift(task, step) {
    const lists = lanesLists(task);
    const list = lists[lists.indexOf(task.parentElement) + step];
    if (list) this.#put(task, () => list.prepend(task));
  }

  #put(task, move) {
    const before = place(task);
    move();
    task.focus();
    this.#moved(task, before);
  }

  async #moved(task, before) {
    const now = place(task);
    if (now.list === before.list && now.after === before.after) return;
    this.#count(before.list, now.list);
    this.#say(task, now.list);
    task.classList.add("is-busy");
    try {
      await send(task.dataset.url, { body: { state: stateOf(now.list), after: now.after?.dataset.id ?? "", ...hands(before, now) } });
      document.body.dispatchEvent(new CustomEvent("rapport:board", { bubbles: true }));
    } catch (error) {
      if (before.after?.isConnected && before.after.parentElement === before.list) before.after.after(task);
      else before.list.prepend(task);
      this.#count(now.list, before.list);
      complain(error);
    } finally {
      task.classList.remove("is-busy");
    }
  }

  // Of all that is in a column, shown or not, one is here instead of there.
  #count(from, to) {
    for (const [list, step] of [[from, -1], [to, 1]]) {
      const number = this.querySelector(`.n[data-state="${stateOf(list)}"]`);
      if (!number) continue;
      number.dataset.n = Number(number.dataset.n) + step;
      number.textContent = Number(number.dataset.n).toLocaleString(document.documentElement.lang);
      this.#warn(number);
    }
  }

  #warn(number) {
    const { n, most } = number.dataset;
    const warning = number.parentElement.querySelector("[data-over]");
    if (warning) warning.hidden = !most || Number(n) <= Number(most);
  }

  #say(task, list) {
    const column = list.closest(".column").getAttribute("aria-label");
    const name = task.querySelector(".what, b, a")?.textContent.trim() ?? "";
    if (this.status) this.status.textContent = `${name}: ${column}`;
  }
}

function place(task) {
  return { list: task.parentElement, after: task.previousElementSibling };
}

// A card changes hands between lanes of people; parts of the plan, and names without a member, keep
// their cards.
function groupOf(list) {
  const { by, lane = "" } = list.closest(".board").dataset;
  return by === "part" || lane.startsWith("name:") ? `lane ${lane}` : "board";
}

function lanesLists(inside) {
  return [...inside.closest(".board").querySelectorAll(".cards")];
}

function hands(before, now) {
  const [was, lane] = [before, now].map(({ list }) => list.closest(".board").dataset.lane);
  return lane === was ? {} : { person: lane };
}

function stateOf(list) {
  return list.closest(".column").dataset.state;
}

customElements.define("task-board", TaskBoard);
