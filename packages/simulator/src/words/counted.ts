/**
 * A number and its noun, or whatever follows: `1 record`, `2 records`; `1 record is`, `2 records are`.
 *
 * @internal For the packages of millrace.
 */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}
