/**
 * The type tags of DynamoDB. An attribute value has one of them. If somebody gives it several, the first in this order
 * counts, for the properties of an object are in no order that would mean something; of what is no tag, the first written.
 */
export const tags = ['S', 'N', 'B', 'BOOL', 'NULL', 'M', 'L', 'SS', 'NS', 'BS'];

/** The tag of an attribute value that counts; `undefined` when there is none. */
export function tagOf(attribute: Readonly<Record<string, unknown>>): string | undefined {
  // The SDK's types allow {"S":undefined,"N":"1"}.
  const isThere = (tag: string): boolean => attribute[tag] !== undefined;
  return tags.find(isThere) ?? Object.keys(attribute).find(isThere);
}
