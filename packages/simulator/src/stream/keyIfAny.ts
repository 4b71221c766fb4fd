import { keyOf } from '@millrace/records';

/** The key of an item, in a record that may be none: what is wrong with it is told where it is read, not here. */
export function keyIfAny(keys: unknown): string {
  try {
    return keyOf(Object(keys));
  } catch {
    return '';
  }
}
