import { isBytes } from '../words/ofAnyRealm.ts';
import { encodeBase64 } from './encodeBase64.ts';

/** JSON in which bytes, which only the SDK has, are the base64 that Lambda delivers. */
export function jsonText(value: unknown): string {
  return JSON.stringify(value, function (this: Readonly<Record<string, unknown>>, name, plain: unknown) {
    // What is in the object, as a Buffer would already have turned itself into something else.
    const own = this[name];
    return isBytes(own) ? encodeBase64(own) : plain;
  });
}
