/**
 * The lines of a text that comes in pieces, those of a piece at a time. A line ends at `\n` alone, with or without a `\r`
 * before it: JSON may hold U+2028 and U+2029, at which readers of lines that know Unicode end one too.
 */
export async function* textLines(pieces: AsyncIterable<string>): AsyncGenerator<readonly string[], void, undefined> {
  let open: string[] = [];
  for await (const piece of pieces) {
    const lines = piece.split('\n');
    const rest = lines.pop() ?? '';
    if (lines.length > 0) {
      lines[0] = open.join('') + (lines[0] ?? '');
      open = [];
      yield lines.map(withoutReturn);
    }
    open.push(rest);
  }
  const last = open.join('');
  if (last !== '') yield [withoutReturn(last)];
}

function withoutReturn(line: string): string {
  return line.endsWith('\r') ? line.slice(0, -1) : line;
}
