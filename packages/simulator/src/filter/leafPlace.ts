/** What a path of a pattern leads to in the records of a DynamoDB stream. */
export type LeafPlace =
  | { readonly kind: 'leaf'; readonly holds: 'text' | 'number-as-text' | 'number' | 'boolean' | 'true' }
  /** An object, which no test but `{"exists": false}` matches. */
  | { readonly kind: 'object'; readonly isAttribute: boolean }
  /** Nothing any record has. */
  | { readonly kind: 'unknown-field' | 'no-type-letter' | 'below-a-leaf' };

/**
 * Follows the names of a pattern through the layout of a stream record, type letters included (S14).
 *
 * AWS joins names with dots, so a name with dots may be several steps: it is taken so if that leads to a leaf.
 */
export function leafPlace(steps: readonly string[]): LeafPlace {
  const asWritten = placeInRecord(steps);
  const asSplit = placeInRecord(steps.flatMap((step) => step.split('.')));
  return asSplit.kind === 'leaf' ? asSplit : asWritten;
}

const object: LeafPlace = { kind: 'object', isAttribute: false };
const unknownField: LeafPlace = { kind: 'unknown-field' };

function placeInRecord([name, ...rest]: readonly string[]): LeafPlace {
  switch (name) {
    case 'eventID':
    case 'eventName':
    case 'eventVersion':
    case 'eventSource':
    case 'awsRegion':
    case 'eventSourceARN':
      return leaf('text', rest);
    case 'userIdentity':
      return placeInUserIdentity(rest);
    case 'dynamodb':
      return placeInChange(rest);
    default:
      return unknownField;
  }
}

function placeInUserIdentity([name, ...rest]: readonly string[]): LeafPlace {
  if (name === undefined) return object;
  return name === 'type' || name === 'principalId' ? leaf('text', rest) : unknownField;
}

function placeInChange([name, ...rest]: readonly string[]): LeafPlace {
  if (name === undefined) return object;
  switch (name) {
    case 'Keys':
    case 'NewImage':
    case 'OldImage':
      return placeInAttributes(rest);
    case 'ApproximateCreationDateTime':
    case 'SizeBytes':
      return leaf('number', rest);
    case 'SequenceNumber':
    case 'StreamViewType':
      return leaf('text', rest);
    default:
      return unknownField;
  }
}

function placeInAttributes([name, ...value]: readonly string[]): LeafPlace {
  return name === undefined ? object : placeInValue(value);
}

function placeInValue([type, ...rest]: readonly string[]): LeafPlace {
  switch (type) {
    case undefined:
      return { kind: 'object', isAttribute: true };
    case 'S':
    case 'B':
    case 'SS':
    case 'BS':
      return leaf('text', rest);
    case 'N':
    case 'NS':
      return leaf('number-as-text', rest);
    case 'BOOL':
      return leaf('boolean', rest);
    case 'NULL':
      return leaf('true', rest);
    case 'M':
      return placeInAttributes(rest);
    case 'L':
      // The elements of a list have no name and no index: their type letter comes next.
      return rest.length === 0 ? object : placeInValue(rest);
    default:
      return { kind: 'no-type-letter' };
  }
}

function leaf(holds: Extract<LeafPlace, { kind: 'leaf' }>['holds'], rest: readonly string[]): LeafPlace {
  return rest.length === 0 ? { kind: 'leaf', holds } : { kind: 'below-a-leaf' };
}
