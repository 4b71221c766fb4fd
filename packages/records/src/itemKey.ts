/** The `Keys` of a wire record, in either spelling of AttributeValue (`@types/aws-lambda` or the AWS SDK). */
export type WireKeys = Readonly<Record<string, unknown>>;

/**
 * A canonical text for the key of an item: the same for the same item, whatever the order of its key attributes.
 *
 * Takes the `Keys` of a wire record (attribute values with their type letters). Keys are at most two scalar
 * attributes, of type S, N or B; numbers are compared as the text DynamoDB stores, which is already normalised.
 *
 * @example
 * keyOf({ orderId: { S: 'o-1' }, line: { N: '2' } }); // '{"line":{"N":"2"},"orderId":{"S":"o-1"}}'
 */
export function keyOf(keys: WireKeys): string {
  const names = Object.keys(keys);
  if (names.length > 1) names.sort();
  let text = '{';
  for (const name of names) text += `${text === '{' ? '' : ','}${JSON.stringify(name)}:${JSON.stringify(keys[name])}`;
  return `${text}}`;
}
