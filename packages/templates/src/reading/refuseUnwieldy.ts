import { TemplateError } from '../values/templateError.ts';

const mostLevels = 200;
const mostNodes = 1_000_000;

/**
 * Refuses what cannot be a template and would be slow or endless to work on: a value that contains itself (an anchor with
 * an alias to it inside), one over 200 levels deep, or one of over a million nodes once what is shared is counted each time.
 *
 * It looks at each shared value once. @throws {TemplateError}
 */
export function refuseUnwieldy(value: unknown, file: string): void {
  const nodes = counted(value, new Map(), [], file);
  if (nodes <= mostNodes) return;
  throw new TemplateError(
    `${file} has over ${mostNodes} values once its aliases are written out, too many for a template. Write it without them.`,
  );
}

function counted(value: unknown, known: Map<object, number>, within: object[], file: string): number {
  if (typeof value !== 'object' || value === null) return 1;
  const before = known.get(value);
  if (before === counting) {
    throw new TemplateError(`${file} has an anchor that contains an alias to itself, so it never ends. Write it out.`);
  }
  if (before !== undefined) return before;
  if (within.length >= mostLevels) {
    throw new TemplateError(`${file} is nested over ${mostLevels} levels deep, too deeply to be a template.`);
  }
  known.set(value, counting);
  within.push(value);
  let nodes = 1;
  for (const inner of Object.values(value)) nodes += counted(inner, known, within, file);
  within.pop();
  known.set(value, nodes);
  return nodes;
}

const counting = -1;
