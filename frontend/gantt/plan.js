// The plan as it stands: tasks in row order, which of them are folded away, and links by id.

export class Plan {
  #folded = new Set();

  constructor(data) {
    this.facts = data;
    this.tasks = data.tasks;
    this.links = data.links ?? [];
    this.#arrange();
  }

  // Take in what the server answered: changed tasks, new ones, by the column where many have only
  // moved, and all links when it sends them.
  // Returns the tasks whose dates are now others than before, and when each was to end.
  merge({ tasks = [], moved: columns = { id: [] }, links }) {
    const moved = [];
    for (const task of [...tasks, ...rowsOf(columns)]) {
      const known = this.byId.get(task.id);
      if (!known) this.tasks.push(task);
      else if (known.start !== task.start || known.finish !== task.finish) moved.push({ task: known, was: known.finish });
      if (known) Object.assign(known, task);
    }
    if (links) this.links = links;
    this.#arrange();
    return moved;
  }

  fold(task, folded = !this.#folded.has(task.id)) {
    if (folded) this.#folded.add(task.id);
    else this.#folded.delete(task.id);
    this.#arrange();
  }

  isFolded(task) {
    return this.#folded.has(task.id);
  }

  parentOf(task) {
    const index = this.tasks.indexOf(task);
    return this.tasks.slice(0, index).findLast((other) => other.level < task.level);
  }

  rowOf(id) {
    return this.#rows.get(id);
  }

  linksOf(id) {
    return this.#links.get(id) ?? [];
  }

  #rows = new Map();
  #links = new Map();

  #arrange() {
    this.byId = new Map(this.tasks.map((task) => [task.id, task]));
    this.#links = new Map();
    for (const link of this.links) {
      for (const end of [link.from, link.to]) {
        if (!this.#links.has(end)) this.#links.set(end, []);
        this.#links.get(end).push(link);
      }
    }
    this.rows = [];
    let hiddenBelow = Infinity;
    for (const task of this.tasks) {
      if (task.level > hiddenBelow) continue;
      hiddenBelow = this.#folded.has(task.id) ? task.level : Infinity;
      this.rows.push(task);
    }
    this.#rows = new Map(this.rows.map((task, row) => [task.id, row]));
  }
}

// { id: [1, 2], start: [a, b] } as one object a row.
function rowsOf(columns) {
  const names = Object.keys(columns);
  return columns.id.map((_, row) => Object.fromEntries(names.map((name) => [name, columns[name][row]])));
}
