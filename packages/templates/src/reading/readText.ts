import { reasonOf } from '@millrace/simulator';
import { readFileSync, statSync } from 'node:fs';
import { TemplateError } from '../values/templateError.ts';
import { whatToWrite } from '../values/whatIsDeployed.ts';

const mostBytes = 256 * 1_048_576;

/** The text of a file, in UTF-8, or in UTF-16 as PowerShell writes it, without its mark. @throws {TemplateError} when it cannot be read. */
export function readText(file: string): string {
  let bytes: Buffer;
  try {
    const { size } = statSync(file);
    if (size > mostBytes) throw new Error(`it has ${size} bytes, more than any template`);
    bytes = readFileSync(file);
  } catch (cause) {
    throw new TemplateError(`The mapping ${file} cannot be read: ${reasonOf(cause)}. ${whatToWrite}`, cause);
  }
  const isUtf16 = bytes[0] === 0xff && bytes[1] === 0xfe;
  return bytes.toString(isUtf16 ? 'utf16le' : 'utf8').replace(/^\uFEFF/u, '');
}
