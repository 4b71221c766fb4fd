import { readFileSync } from 'node:fs';
import { reasonOf } from '../values/reasonOf.ts';
import { TemplateError } from '../values/templateError.ts';
import { whatToWrite } from '../values/whatIsDeployed.ts';

/** The text of a file. @throws {TemplateError} when it cannot be read. */
export function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    const why = reasonOf(cause);
    throw new TemplateError(`The mapping ${file} cannot be read: ${why}. ${whatToWrite}`, cause);
  }
}
