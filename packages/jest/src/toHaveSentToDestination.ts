import { reproduceLine, type Trace, traceLines } from '@millrace/simulator';
import { argumentText } from './argumentText.ts';
import { countText } from './countText.ts';
import type { MatcherResult, MatcherThis } from './matcher.ts';
import { MatcherUsageError } from './matcherUsageError.ts';
import { receivedTrace } from './receivedTrace.ts';
import { section } from './section.ts';
import { warningSection } from './warningSection.ts';

/** A part of a failure document (S39): what it names is compared, what it leaves out is not. */
export type ExpectedDocument = Readonly<Record<string, unknown>>;

/**
 * Passes when the on-failure destination got that many documents, or documents that contain these, in this order;
 * without an expectation, when it got any. Asymmetric matchers (`expect.any(String)`) work inside.
 */
export function toHaveSentToDestination(
  this: MatcherThis,
  received: unknown,
  expected?: number | readonly ExpectedDocument[],
): MatcherResult {
  const trace = receivedTrace(received, 'toHaveSentToDestination');
  if (expected !== undefined && typeof expected !== 'number' && !Array.isArray(expected)) {
    throw new MatcherUsageError(
      'InvalidExpectation',
      `toHaveSentToDestination got ${JSON.stringify(expected)}, expected a number of documents or a list of (parts of) documents.`,
    );
  }
  const documents = trace.destination.map(({ body }) => parsed(body));
  const difference = compare(this, documents, expected);
  const pass = difference === undefined;
  const call = `expect(trace)${pass ? '.not' : ''}.toHaveSentToDestination(${argumentText(expected)})`;
  const headline =
    difference ??
    `The destination got ${countText(documents.length, 'document', 'documents')}, as described, expected otherwise.`;
  const warnings = (): readonly string[] => paragraph(warningSection(trace));
  return {
    pass,
    message: () => [call, headline, ...deliveryLines(trace), ...warnings(), reproduceLine(trace)].join('\n\n'),
  };
}

function compare(
  matcher: MatcherThis,
  documents: readonly unknown[],
  expected: number | readonly ExpectedDocument[] | undefined,
): string | undefined {
  const got = `The destination got ${countText(documents.length, 'document', 'documents')}`;
  if (expected === undefined) return documents.length > 0 ? undefined : `${got}, expected at least one.`;
  const count = typeof expected === 'number' ? expected : expected.length;
  if (documents.length !== count) return `${got}, expected ${count}.`;
  if (typeof expected === 'number') return undefined;
  for (const [index, part] of expected.entries()) {
    const mismatch = differs(matcher, documents[index], part, '');
    if (mismatch !== undefined) return `Document ${index} differs${mismatch}.`;
  }
  return undefined;
}

/** The first place where a document does not contain what is expected, in words. */
function differs(matcher: MatcherThis, document: unknown, part: unknown, path: string): string | undefined {
  if (isPlain(part) && isPlain(document)) {
    for (const [name, value] of Object.entries(part)) {
      const mismatch = differs(matcher, document[name], value, path === '' ? name : `${path}.${name}`);
      if (mismatch !== undefined) return mismatch;
    }
    return undefined;
  }
  if (matcher.equals(document, part)) return undefined;
  return ` at ${path}: it is ${JSON.stringify(document) ?? 'absent'}, expected ${JSON.stringify(part) ?? String(part)}`;
}

/** Not an asymmetric matcher, which is compared as a whole. */
function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  return !('asymmetricMatch' in value);
}

function deliveryLines(trace: Trace): readonly string[] {
  const indexes = trace.events.flatMap((event, index) => {
    return event.type === 'documentDelivered' || event.type === 'documentRefused' ? [index] : [];
  });
  const lines = indexes.slice(0, 8).flatMap((index) => {
    const event = trace.events[index];
    const body = event !== undefined && 'delivery' in event ? [`${' '.repeat(11)}${event.delivery.body}`] : [];
    return [...traceLines(trace, [index]), ...body];
  });
  const more = indexes.length > 8 ? [`… and ${indexes.length - 8} more`] : [];
  return paragraph(section('In the trace:', [...lines, ...more]));
}

function paragraph(lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [lines.join('\n')];
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return body;
  }
}
