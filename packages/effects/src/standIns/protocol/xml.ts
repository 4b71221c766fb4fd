import { types } from 'node:util';
import { isFields } from '../fields.ts';

/** How a list is written: each element under the list's own name, or under one of its own inside of it. */
export type ElementName = (list: string) => string | undefined;

/**
 * Fields as XML, in their order. Bytes become base64, dates ISO texts; what is undefined is left out. A list is
 * written inside an element of its name, unless `elementName` gives a name: then its elements stand beside it.
 */
export function xmlOf(fields: object, elementName: ElementName = () => undefined): string {
  return Object.entries(fields)
    .map(([name, value]) => elementsOf(name, value, elementName))
    .join('');
}

function elementsOf(name: string, value: unknown, elementName: ElementName): string {
  if (value === undefined || value === null) return '';
  if (!Array.isArray(value)) return element(name, contentOf(value, elementName));
  const flat = elementName(name);
  const inner = value.map((each: unknown) => element(flat ?? 'member', contentOf(each, elementName))).join('');
  return flat === undefined ? element(name, inner) : inner;
}

function contentOf(value: unknown, elementName: ElementName): string {
  if (types.isUint8Array(value)) return Buffer.from(value).toString('base64');
  if (types.isDate(value)) return value.toISOString();
  return isFields(value) ? xmlOf(value, elementName) : escapeXml(String(value));
}

function element(name: string, content: string): string {
  return `<${name}>${content}</${name}>`;
}

/** A text as it may stand in XML. */
export function escapeXml(text: string): string {
  return text.replaceAll(/[&<>"'\r\n]/g, (found) => `&#${found.charCodeAt(0)};`);
}
