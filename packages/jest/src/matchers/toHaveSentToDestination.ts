import { counted, printable, reproduceLine, type Trace, traceLines } from '@millrace/simulator';
import { argumentOf } from './argumentOf.ts';
import { argumentText } from '../words/argumentText.ts';
import { differenceFrom } from '../words/differenceFrom.ts';
import { namedInDocuments, refuseExpectedDocuments } from './expectedDocuments.ts';
import type { MatcherResult, MatcherThis } from '../words/matcher.ts';
import { receivedTrace } from './receivedTrace.ts';
import { section } from '../words/section.ts';
import { unreadFailure } from '../words/unreadFailure.ts';
import { warningSection } from '../words/warningSection.ts';

/** A part of a failure document (S39): what it names is compared, what it leaves out is not. */
export type ExpectedDocument = Readonly<Record<string, unknown>>;

/**
 * Passes when the on-failure destination got that many documents, or documents that contain these, in this order;
 * without an expectation, when it got any. With `.not` and a list it passes when no document contains any of them.
 * Asymmetric matchers (`expect.any(String)`) work inside.
 */
export function toHaveSentToDestination(
  this: MatcherThis,
  received: unknown,
  ...given: readonly [expected?: number | readonly ExpectedDocument[], ...others: unknown[]]
): MatcherResult {
  const trace = receivedTrace(received, 'toHaveSentToDestination');
  const expected = argumentOf('toHaveSentToDestination', given);
  const isNot = this.isNot === true;
  if (expected !== undefined) refuseExpectedDocuments(expected, isNot);
  const parts = typeof expected === 'object' ? expected : [];
  const question = `.toHaveSentToDestination(${argumentText(expected)})`;
  const unread = unreadFailure(this, trace, question, namedInDocuments(parts));
  if (unread !== undefined) return unread;
  const documents = trace.destination.map(({ body }) => parsed(body));
  const isSpared = isNot && parts.length > 0;
  const contained = isSpared ? containedText(this, documents, parts) : undefined;
  const difference = isSpared ? undefined : compare(this, documents, expected);
  const pass = isSpared ? contained !== undefined : difference === undefined;
  const call = `expect(trace)${pass ? '.not' : ''}${question}`;
  const headline =
    contained ??
    difference ??
    `The destination got ${counted(documents.length, 'document')}, as described, expected otherwise.`;
  const warnings = (): readonly string[] => paragraph(warningSection(trace));
  return {
    pass,
    message: () =>
      printable([call, headline, ...deliveryLines(trace), ...warnings(), reproduceLine(trace)].join('\n\n')),
  };
}

/** `.not` of a list is not "another list": whoever writes it means that none of these was sent. */
function containedText(
  matcher: MatcherThis,
  documents: readonly unknown[],
  parts: readonly ExpectedDocument[],
): string | undefined {
  for (const [index, document] of documents.entries()) {
    const part = parts.findIndex((wanted) => differenceFrom(matcher, document, wanted) === undefined);
    if (part !== -1) return `Document ${index} is as entry ${part} of the list describes, expected none that is.`;
  }
  return undefined;
}

function compare(
  matcher: MatcherThis,
  documents: readonly unknown[],
  expected: number | readonly ExpectedDocument[] | undefined,
): string | undefined {
  const got = `The destination got ${counted(documents.length, 'document')}`;
  if (expected === undefined) return documents.length > 0 ? undefined : `${got}, expected at least one.`;
  const count = typeof expected === 'number' ? expected : expected.length;
  if (documents.length !== count) return `${got}, expected ${count}.`;
  if (typeof expected === 'number') return undefined;
  for (const [index, part] of expected.entries()) {
    const difference = differenceFrom(matcher, documents[index], part);
    if (difference !== undefined) return `Document ${index} differs${difference}.`;
  }
  return undefined;
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
