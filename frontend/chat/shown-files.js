// Files of what was said. Their addresses work with this session's token alone, which goes in a
// header: so they are fetched, then saved or, where it is a picture, shown.

const SHOWN_UP_TO = 5e6;

export class ShownFiles {
  constructor(setup, calls, panel) {
    Object.assign(this, { words: setup.words, calls, panel });
    this.seen = new IntersectionObserver((entries) => {
      for (const { target, isIntersecting } of entries) {
        if (!isIntersecting) continue;
        this.seen.unobserve(target);
        target.dispatchEvent(new Event("seen"));
      }
    });
  }

  // A list of what is on its way; `progress` is told how much of each has gone.
  waiting(files) {
    return list(
      files.map(({ key, name, size }) => {
        const row = item(name, size);
        const bar = Object.assign(document.createElement("progress"), { max: 1, value: 0 });
        bar.setAttribute("aria-label", name);
        bar.dataset.key = key;
        row.append(bar);
        return row;
      }),
    );
  }

  there(files) {
    return list(files.map((file) => this.#row(file)));
  }

  #row(file) {
    const row = document.createElement("li");
    const button = Object.assign(document.createElement("button"), { type: "button" });
    button.append(...item(file.name, file.size).childNodes);
    button.setAttribute("aria-label", `${this.words.save} ${file.name} (${readable(file.size)})`);
    button.addEventListener("click", () => this.#save(file));
    row.append(button);
    if (file.isPicture && file.size <= SHOWN_UP_TO) {
      row.addEventListener("seen", () => this.#picture(row, file), { once: true });
      this.seen.observe(row);
    }
    return row;
  }

  async #picture(row, file) {
    const content = await this.#fetched(file);
    if (!content) return;
    const picture = Object.assign(document.createElement("img"), { alt: file.name, src: URL.createObjectURL(content) });
    // What the bytes do not bear out is no picture; the button stays.
    picture.addEventListener("error", () => picture.remove());
    row.querySelector("button").prepend(picture);
  }

  async #save(file) {
    const content = await this.#fetched(file);
    if (!content) return this.panel.notice(this.words.notFetched);
    const link = Object.assign(document.createElement("a"), { href: URL.createObjectURL(content), download: file.name });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  }

  async #fetched({ url }) {
    try {
      const answer = await this.calls.fetched(url);
      return answer.ok ? await answer.blob() : null;
    } catch {
      return null;
    }
  }
}

export function readable(size) {
  const isSmall = size < 1e6;
  const unit = isSmall ? "kilobyte" : "megabyte";
  const number = Math.max(size / (isSmall ? 1e3 : 1e6), 0.1);
  const language = document.documentElement.lang;
  return new Intl.NumberFormat(language, { style: "unit", unit, maximumFractionDigits: 1 }).format(number);
}

function list(rows) {
  const found = document.createElement("ul");
  found.className = "files";
  found.append(...rows);
  return found;
}

function item(name, size) {
  const row = document.createElement("li");
  const said = document.createElement("span");
  said.textContent = name;
  const room = document.createElement("small");
  room.textContent = readable(size);
  row.append(said, room);
  return row;
}
