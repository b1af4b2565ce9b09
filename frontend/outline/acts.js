// Acts on rows and cells: each is asked of the server at once and can be undone.
import { send } from "../lib/http.js";
import { matrixOf } from "../lib/sheet.js";
import { complain } from "../page/htmx.js";

export async function act(outline, url, body) {
  try {
    const answer = await send(url, { body });
    outline.refresh();
    return answer;
  } catch (error) {
    complain(error);
    return null;
  }
}

function write(outline, lines) {
  const names = lines
    .filter(({ number, cells, was }) => number && "name" in cells && cells.name !== was.name)
    .map(({ number, cells, was }) => ({ number, cells: { name: was.name }, was: { name: cells.name } }));
  return outline.undos.with(names, () => act(outline, outline.dataset.cellsUrl, { lines: JSON.stringify(lines) }));
}

// The first chosen cell of a column goes into those below it.
export function fillDown(outline, places) {
  const [first, ...rest] = places.map((place) => [place.number, outline.cells.edit(place)]);
  if (!first?.[1] || !rest.length) return;
  const { name, value = "" } = first[1].dataset;
  const lines = rest.filter(([, edit]) => edit).map(([number, edit]) => line(number, { [name]: value }, { [name]: edit }));
  if (lines.length) write(outline, lines);
}

// Rows of a spreadsheet go into the cells from here on; what reaches beyond the last row is new.
export function paste(outline, place, text) {
  const matrix = matrixOf(text);
  const names = outline.cells.fieldsFrom(place);
  const { rows } = outline.cells;
  const first = rows.findIndex((row) => row.dataset.number === place.number);
  const lines = [];
  for (const [index, values] of matrix.entries()) {
    const row = rows[first + index];
    if (!row && !("isLast" in outline.dataset)) break;
    const cells = Object.fromEntries(names.slice(0, values.length).map((name, at) => [name, values[at].trim()]));
    if (!row) lines.push({ number: null, cells });
    else lines.push(line(row.dataset.number, cells, editsOf(row)));
  }
  return write(outline, lines.filter(({ cells }) => Object.keys(cells).length));
}

function editsOf(row) {
  return Object.fromEntries([...row.querySelectorAll("inline-edit")].map((edit) => [edit.dataset.name, edit]));
}

// What a summary has from its parts stands in no cell that can be written.
function line(number, cells, edits) {
  const known = Object.entries(cells).filter(([name]) => edits[name]);
  const was = known.map(([name]) => [name, edits[name].dataset.was ?? edits[name].dataset.value ?? ""]);
  return { number: Number(number), cells: Object.fromEntries(known), was: Object.fromEntries(was) };
}
