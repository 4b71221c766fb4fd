/**
 * The type tags of DynamoDB. An attribute value has one of them; if somebody gives it several, the first in this order
 * counts, for the properties of an object are in no order that would mean something.
 */
export const tags = ['S', 'N', 'B', 'BOOL', 'NULL', 'M', 'L', 'SS', 'NS', 'BS'];
