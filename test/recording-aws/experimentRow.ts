import type { Experiment, Obey, Step } from './experiments/experiment.ts';

/** Prices of on-demand writes (a million units of 1 KB), calls (a million) and a second of 1 GB in us-east-1, in dollars. */
const price = { writes: 0.625, calls: 0.2, gigabyteSecond: 0.0000166667 };
const memoryGigabytes = 0.25;
/** A change of a mapping takes about a minute, a write ten milliseconds. */
const changeMs = 60_000;
const writeMs = 10;

/** What an experiment takes of time and money, about. */
export interface Estimate {
  readonly ms: number;
  readonly cents: number;
}

export function estimateOf({ before, steps }: Experiment): Estimate {
  const all = [...(before ?? []), ...steps];
  const written = all.flatMap(writesOf);
  const asked = all.filter((step) => ['ask', 'disable', 'enable', 'update'].includes(step.do)).length;
  const changes = 1 + asked + (before === undefined ? 0 : 2);
  const startingMs = before === undefined ? 0 : 120_000;
  const waitedMs = all.reduce((sum, step) => sum + ('forMs' in step ? step.forMs : 0), 0);
  const ms = startingMs + waitedMs + changes * changeMs + written.length * writeMs + 30_000;
  // Every record is called for once, and what fails about once a minute.
  const calls = written.length + ms / 60_000;
  const units = written.reduce((sum, { padBytes = 0 }) => sum + Math.ceil((padBytes + 200) / 1024), 0);
  const seconds = calls * 0.1 + written.reduce((sum, { sleepMs = 0 }) => sum + sleepMs / 1000, 0);
  const dollars = (units * price.writes + calls * price.calls) / 1e6 + seconds * memoryGigabytes * price.gigabyteSecond;
  return { ms, cents: dollars * 100 };
}

function writesOf(step: Step): readonly Obey[] {
  if (step.do === 'put') return step.items;
  return step.do === 'trickle' ? Array.from({ length: Math.ceil(step.forMs / step.everyMs) }, () => ({})) : [];
}

/** The row of an experiment in docs/recording-aws.md. */
export function experimentRow(experiment: Experiment): string {
  const { ms, cents } = estimateOf(experiment);
  const knobs = experiment.knobs.map((knob) => `\`${knob}\``).join(', ');
  return `| ${experiment.id} | ${experiment.title}: ${whatIsDone(experiment)} | ${knobs} | ${duration(ms)} | ${amount(cents)} |`;
}

/** The mapping and the steps of an experiment; what stands before `enable` is done while it is disabled. */
function whatIsDone({ mapping, before, steps }: Experiment): string {
  const parameters = Object.entries(mapping).map(([name, value]) => `${name} ${shown(value)}`);
  const all = before === undefined ? steps : [...before, { do: 'enable' } as const, ...steps];
  return `${parameters.join(', ')}; ${all.map(stepText).join(', ')}`;
}

function stepText(step: Step): string {
  switch (step.do) {
    case 'put':
      return putText(step.items);
    case 'trickle':
      return `a record each ${step.everyMs} ms for ${duration(step.forMs)}`;
    case 'wait':
      return `wait ${duration(step.forMs)}`;
    case 'ask':
      return stepText(step.change);
    case 'update':
      return `update ${shown(step.mapping)}`;
    default:
      return step.do;
  }
}

/** `8 records, 3 and 4 {"do":"throw"}`. */
function putText(items: readonly Obey[]): string {
  const places = new Map<string, number[]>();
  items.forEach((obey, at) => {
    const text = JSON.stringify({ ...obey, item: undefined });
    const earlier = places.get(text);
    if (earlier === undefined) places.set(text, [at + 1]);
    else earlier.push(at + 1);
  });
  places.delete('{}');
  const special = [...places].map(([text, at]) => {
    const which = at.length > 3 ? `${at.length} of them` : at.join(' and ');
    return items.length === 1 ? ` \`${text}\`` : `, ${which} \`${text}\``;
  });
  const names = new Set(items.flatMap(({ item }) => item ?? []));
  const count = items.length === 1 ? 'a record' : `${items.length} records`;
  return `${count}${names.size === 1 ? ', most of one item' : ''}${special.join('')}`;
}

function shown(value: unknown): string {
  return typeof value === 'object' ? `\`${JSON.stringify(value)}\`` : JSON.stringify(value);
}

/** What all of them take together. */
export function totalRow(experiments: readonly Experiment[]): string {
  const all = experiments.map(estimateOf);
  const ms = all.reduce((sum, each) => sum + each.ms, 0);
  const cents = all.reduce((sum, each) => sum + each.cents, 0);
  return `| all | | | ${duration(ms)} | ${amount(cents)} |`;
}

function duration(ms: number): string {
  if (ms < 60_000) return `${ms / 1000} s`;
  const minutes = Math.ceil(ms / 60_000);
  return minutes < 120 ? `${minutes} min` : `${Math.ceil(minutes / 60)} h`;
}

function amount(cents: number): string {
  return cents < 0.01 ? 'below 0.01 ct' : `${cents.toFixed(2)} ct`;
}
