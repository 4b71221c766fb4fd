/** The rows of a text in CSV (RFC 4180) as objects by the names in its first row, as CloudWatch Logs Insights exports them. */
export function csvRows(text: string): readonly Readonly<Record<string, string>>[] {
  const [names = [], ...rows] = cellsOf(text);
  return rows
    .filter((cells) => cells.some((cell) => cell !== ''))
    .map((cells) => Object.fromEntries(names.map((name, column) => [name, cells[column] ?? ''])));
}

/** A cell, with quotes around it or without, and what ends it. */
const cell = /("(?:[^"]|"")*"|[^,\n]*)(,|\n|$)/gy;

function cellsOf(text: string): readonly (readonly string[])[] {
  const rows: string[][] = [];
  let row: string[] = [];
  for (const [, written = '', end] of text.replaceAll('\r\n', '\n').matchAll(cell)) {
    row.push(written.startsWith('"') ? written.slice(1, -1).replaceAll('""', '"') : written);
    if (end === ',') continue;
    rows.push(row);
    row = [];
    if (end === '') break;
  }
  return rows;
}
