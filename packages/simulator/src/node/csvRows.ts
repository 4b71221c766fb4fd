/** A row of a table: the line of the text on which it begins, and its cells by the names in the first row. */
export interface CsvRow {
  readonly line: number;
  readonly cells: Readonly<Record<string, string>>;
}

/** The rows of a text in CSV (RFC 4180), as CloudWatch Logs Insights exports them. A row may go over several lines. */
export function csvRows(text: string): readonly CsvRow[] {
  const [head, ...rows] = rowsOf(text);
  const names = head?.cells ?? [];
  return rows
    .filter(({ cells }) => cells.some((cell) => cell !== ''))
    .map(({ line, cells }) => ({
      line,
      cells: Object.fromEntries(names.map((name, column) => [name, cells[column] ?? ''])),
    }));
}

interface WrittenRow {
  readonly line: number;
  readonly cells: readonly string[];
}

/** A cell, with quotes around it or without, and what ends it. */
const cell = /("(?:[^"]|"")*"|[^,\n]*)(,|\n|$)/gy;

function rowsOf(text: string): readonly WrittenRow[] {
  const rows: WrittenRow[] = [];
  let cells: string[] = [];
  let line = 1;
  let nextLine = 1;
  for (const [whole, written = '', end] of text.replaceAll('\r\n', '\n').matchAll(cell)) {
    cells.push(written.startsWith('"') ? written.slice(1, -1).replaceAll('""', '"') : written);
    nextLine += whole.split('\n').length - 1;
    if (end === ',') continue;
    rows.push({ line, cells });
    cells = [];
    line = nextLine;
    if (end === '') break;
  }
  return rows;
}
