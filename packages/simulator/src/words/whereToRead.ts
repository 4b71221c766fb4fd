/**
 * The line that says where the S- and U-numbers of a text are explained: in the page that comes with this package. Nothing for a
 * text that cites none; S3 in a message is the service.
 *
 * @internal For the packages of millrace: whatever shows a warning shows this with it.
 */
export function whereToRead(text: string): string | undefined {
  const cited = [...new Set(text.match(/(?<=[( ,])(?!S3\b)[SU]\d{1,2}(?=[),])/gu))];
  return cited.length === 0 ? undefined : `${cited.join(', ')}: node_modules/@millrace/simulator/BEHAVIOURS.md`;
}
