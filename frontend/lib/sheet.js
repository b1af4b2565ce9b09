// The cells of what a spreadsheet puts on the clipboard: tabs between cells, lines between rows. A
// cell in which a tab, a line or a quote stands is quoted as in CSV (RFC 4180); its lines become one.
const CELL = /(?:"((?:[^"]|"")*)"(?=[\t\n]|$)|([^\t\n]*))(\t|\n|$)/gy;

export function matrixOf(text) {
  const rows = [[]];
  for (const [, quoted, plain, end] of text.replace(/\r\n?/g, "\n").replace(/\n+$/, "").matchAll(CELL)) {
    rows.at(-1).push(quoted === undefined ? plain.trim() : quoted.replaceAll('""', '"').replace(/\s+/g, " ").trim());
    if (end === "\n") rows.push([]);
    if (!end) break;
  }
  return rows;
}
