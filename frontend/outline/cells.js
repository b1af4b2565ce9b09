// The cells of the plan's table by row and column, and what in each of them takes the focus.

const INNER = "inline-edit, input, button, a";

export class Cells {
  constructor(table) {
    this.table = table;
  }

  get rows() {
    return [...this.table.querySelectorAll("tbody tr[data-number]")];
  }

  // Where an element stands: its row's number and its column.
  placeOf(element) {
    const cell = element.closest?.("td");
    const number = cell?.parentElement.dataset.number;
    return number ? { number, column: cell.cellIndex } : null;
  }

  rowOf({ number }) {
    return this.rows.findIndex((row) => row.dataset.number === number);
  }

  // This place; where its row is gone, the same column of the row that stands there now.
  near(place, row) {
    const { rows } = this;
    return this.at(place) || !rows.length ? place : { ...place, number: rows[Math.min(row, rows.length - 1)].dataset.number };
  }

  // What opens the task of a place.
  linkOf({ number }) {
    return this.table.querySelector(`tbody tr[data-number="${number}"] a[href]`);
  }

  at({ number, column }) {
    const row = this.table.querySelector(`tbody tr[data-number="${number}"]`);
    return row ? stop(row.cells[Math.min(column, row.cells.length - 1)]) : null;
  }

  // So many rows down and columns on from a place; past the end of a row comes the next one.
  from({ number, column }, down, on, isWrapped = false) {
    const { rows } = this;
    let row = rows.findIndex((one) => one.dataset.number === number) + down;
    let next = column + on;
    const width = rows[0].cells.length;
    if (isWrapped && next >= width) [row, next] = [row + 1, 0];
    if (isWrapped && next < 0) [row, next] = [row - 1, width - 1];
    if (row < 0 || row >= rows.length || next < 0 || next >= width) return null;
    return { number: rows[row].dataset.number, column: next };
  }

  // The places of a column from one to another.
  between(one, other) {
    const { rows } = this;
    const at = (place) => rows.findIndex((row) => row.dataset.number === place?.number);
    const [a, b] = [at(one), at(other)].sort((first, second) => first - second);
    return a < 0 ? [] : rows.slice(a, b + 1).map((row) => ({ number: row.dataset.number, column: other.column }));
  }

  mark(places) {
    for (const cell of this.table.querySelectorAll("[aria-selected]")) cell.removeAttribute("aria-selected");
    if (places.length < 2) return;
    for (const place of places) this.at(place)?.closest("td").setAttribute("aria-selected", "true");
  }

  edit(place) {
    const target = this.at(place);
    return target?.matches("inline-edit") ? target : null;
  }

  // The columns that can be written into, from one on, by the names of their fields.
  fieldsFrom({ number, column }) {
    const row = this.table.querySelector(`tbody tr[data-number="${number}"]`);
    const named = [...this.table.querySelectorAll("tbody tr[data-number] inline-edit")];
    const columns = new Map(named.map((edit) => [edit.closest("td").cellIndex, edit.dataset.name]));
    return [...columns].filter(([at]) => at >= column && at < row.cells.length).sort(([a], [b]) => a - b).map(([, name]) => name);
  }

  // One stop in the order of Tab, whichever cell was last.
  settle(place) {
    for (const row of this.rows) {
      for (const cell of row.cells) {
        for (const one of [cell, ...cell.querySelectorAll(INNER)]) if (!one.closest("inline-edit")?.field) one.tabIndex = -1;
      }
    }
    const target = (place && this.at(place)) ?? (this.rows[0] && stop(this.rows[0].cells[Math.min(2, this.rows[0].cells.length - 1)]));
    if (target) target.tabIndex = 0;
    return target;
  }
}

function stop(cell) {
  return cell.querySelector("inline-edit, input") ?? cell;
}
