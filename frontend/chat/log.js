// What was said, in its order, each message once. Text is text: nothing of it becomes markup.

const LINK = /\bhttps?:\/\/[^\s<>"']+[^\s<>"'.,;:!?)\]]/g;

export class Log {
  #known = new Map();

  constructor(setup, panel, files) {
    Object.assign(this, { setup, panel, files });
    this.list = document.querySelector("[data-log]");
    // As the server says its hours.
    const language = setup.language === "en" ? "en-GB" : setup.language;
    this.clock = new Intl.DateTimeFormat(language, { hour: "numeric", minute: "2-digit" });
    this.day = new Intl.DateTimeFormat(language, { dateStyle: "medium" });
  }

  get hasWords() {
    return Boolean(this.list.querySelector(".mine"));
  }

  get hasAnswers() {
    return Boolean(this.list.querySelector(".theirs[data-at]"));
  }

  // Returns how many answers are new.
  show(lines) {
    let added = 0;
    for (const line of lines) {
      if (this.#known.has(line.pk)) continue;
      this.#known.set(line.pk, line);
      const row = (line.id && this.#waiting(line.id)) || this.#row(line);
      this.#settle(row, line);
      if (line.isOurs) added += 1;
    }
    if (lines.length) this.#down();
    return added;
  }

  wait({ id, text, files = [], refused }, again) {
    const row = this.#row({ text });
    if (files.length) row.append(this.files.waiting(files));
    row.dataset.waits = id;
    row.again = () => again(id);
    this.list.append(row);
    if (refused) this.failed(id);
    else row.classList.add("is-waiting");
    this.#down();
  }

  arrived(id) {
    const row = this.#waiting(id);
    row?.classList.remove("is-waiting", "is-failed");
  }

  progress(key, share) {
    const bar = this.list.querySelector(`progress[data-key="${CSS.escape(key)}"]`);
    if (bar) bar.value = share;
  }

  failed(id, said = "") {
    const row = this.#waiting(id);
    if (!row) return;
    row.querySelector("small[data-why]")?.remove();
    row.classList.replace("is-waiting", "is-failed") || row.classList.add("is-failed");
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = this.setup.words.again;
    button.addEventListener("click", () => {
      note.remove();
      row.classList.replace("is-failed", "is-waiting");
      row.again();
    });
    const note = document.createElement("small");
    note.dataset.why = "";
    note.append(`${said || this.setup.words.failed} `, button);
    row.append(note);
  }

  #waiting(id) {
    return this.list.querySelector(`[data-waits="${CSS.escape(id)}"]`);
  }

  #row({ isOurs = false, name = "", text }) {
    const row = document.createElement("p");
    row.className = isOurs ? "line theirs" : "line mine";
    const said = document.createElement("span");
    said.className = "said";
    said.append(...linked(text));
    const who = document.createElement("b");
    who.textContent = isOurs ? name : this.setup.words.you;
    if (!isOurs) who.className = "hidden";
    said.hidden = !text;
    row.append(who, said);
    return row;
  }

  // Into its place by the moment that the server gives; what still waits stands last.
  #settle(row, line) {
    row.classList.remove("is-waiting", "is-failed");
    delete row.dataset.waits;
    row.dataset.at = line.at;
    row.dataset.pk = line.pk;
    const moment = new Date(line.at);
    const time = document.createElement("time");
    time.dateTime = moment.toISOString();
    const isToday = moment.toDateString() === new Date().toDateString();
    time.textContent = isToday ? this.clock.format(moment) : `${this.day.format(moment)}, ${this.clock.format(moment)}`;
    row.querySelector("small[data-why]")?.remove();
    row.querySelector(".files")?.remove();
    if (line.files.length) row.append(this.files.there(line.files));
    row.append(time);
    const rows = [...this.list.querySelectorAll("[data-at]")].filter((one) => one !== row);
    const after = rows.find((one) => later(one.dataset, line)) ?? this.list.querySelector("[data-waits]");
    if (row.nextElementSibling !== (after ?? null) || !row.isConnected) this.list.insertBefore(row, after ?? null);
  }

  #down() {
    this.list.scrollTop = this.list.scrollHeight;
  }
}

function later(one, line) {
  return Number(one.at) > line.at || (Number(one.at) === line.at && Number(one.pk) > line.pk);
}

function* linked(text) {
  let from = 0;
  for (const match of text.matchAll(LINK)) {
    if (match.index > from) yield text.slice(from, match.index);
    const link = Object.assign(document.createElement("a"), { href: match[0], target: "_blank", rel: "noopener noreferrer nofollow" });
    link.textContent = match[0];
    yield link;
    from = match.index + match[0].length;
  }
  yield text.slice(from);
}
