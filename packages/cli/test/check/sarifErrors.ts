import sarifSchema from '@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json' with { type: 'json' };
import { Ajv } from 'ajv';

/** What the schema of OASIS says against a log of SARIF 2.1.0. */
export function sarifErrors(log: unknown): readonly unknown[] {
  validate(log);
  return validate.errors ?? [];
}

// It is written in draft 4, and uses nothing that draft 7 reads otherwise; one of its patterns is none of Unicode.
const { $schema: _draft, id: _id, ...schema } = sarifSchema;
const formats = {
  uri: (text: string) => URL.canParse(text),
  'uri-reference': (text: string) => !/[\s\\]/u.test(text) && URL.canParse(text, 'file:///'),
  'date-time': (text: string) => !Number.isNaN(Date.parse(text)),
};
const validate = new Ajv({ allErrors: true, strict: false, unicodeRegExp: false, formats }).compile(schema);
