import { Arbitrary, type Random, Stream, Value } from 'fast-check';
import type { StrikingPlaces } from '../faults/enumerate.ts';
import type { FaultKind, ScheduledFault } from '../faults/scheduledFault.ts';
import type { Records } from '../running/runOptions.ts';
import { drawFault } from './drawFault.ts';
import type { Scenario } from './scenario.ts';
import { earlierFaults, smallerFaults } from './smallerFaults.ts';
import { smallerRecords } from './smallerRecords.ts';

/** What is drawn from. */
export interface Drawing {
  readonly records: Arbitrary<Records>;
  readonly places: StrikingPlaces;
  /** How often there is something to choose where calls overlap. */
  readonly choices: number;
  /** Whether a part of the records may stand for all: a stream has a beginning before it has an end. */
  readonly canBegin: boolean;
  /** The beginnings that were drawn so far, by their length. */
  readonly beginnings: Map<number, Records>;
  /** Each kind that may be drawn, as often as its weight. */
  readonly kinds: readonly FaultKind[];
}

/** What only the arbitrary of the records knows, to shrink their values. */
interface Context {
  readonly records: Value<Records>;
}

/**
 * Scenarios: records, and one to four faults. Shrinks the faults first, then the records: their values by the arbitrary
 * that drew them, their number by leaving some out.
 */
export class ScenarioArbitrary extends Arbitrary<Scenario> {
  readonly #drawing: Drawing;

  constructor(drawing: Drawing) {
    super();
    this.#drawing = drawing;
  }

  override generate(random: Random, bias: number | undefined): Value<Scenario> {
    const { records: drawn, kinds, places, choices, canBegin } = this.#drawing;
    const records = drawn.generate(random, bias);
    const count = kinds.length === 0 ? 0 : Math.min(random.nextInt(1, 4), random.nextInt(1, 4));
    const faults: ScheduledFault[] = [];
    for (let index = 0; index < count; index++) {
      faults.push(drawFault(kinds[random.nextInt(0, kinds.length - 1)] as FaultKind, random, places, choices));
    }
    const overlaps = faults.some(({ fault }) => fault === 'interleave' || fault === 'anyOrder');
    const besides = overlaps && !faults.some(({ fault }) => fault === 'severalShards') ? places.besides : [];
    // Drawn last, so that the faults are the same whether or not there is a beginning.
    if (canBegin && random.nextInt(0, 3) === 0) {
      const beginning = this.#beginning(records.value, random.nextInt(1, records.value.length));
      // What the end of all records hides is mostly how they are cut.
      const isCut = kinds.includes('smallerBatches') && random.nextInt(0, 1) === 0;
      const others = isCut ? [{ fault: 'smallerBatches', size: 1 } as const] : [...besides, ...faults];
      return new Value<Scenario>({ records: beginning, faults: others }, undefined);
    }
    const scenario = { records: records.value, faults: [...besides, ...faults] };
    return new Value<Scenario>(scenario, { records } satisfies Context);
  }

  /** The same list for the same length: what comes of it without faults is asked once. */
  #beginning(records: Records, length: number): Records {
    if (length === records.length) return records;
    const known = this.#drawing.beginnings.get(length) ?? records.slice(0, length);
    this.#drawing.beginnings.set(length, known);
    return known;
  }

  override canShrinkWithoutContext(value: unknown): value is Scenario {
    return typeof value === 'object';
  }

  override shrink(scenario: Scenario, context: unknown): Stream<Value<Scenario>> {
    const { records, faults } = scenario;
    const drawn = (context as Context | undefined)?.records;
    const make = (next: Scenario, value?: Value<Records>): Value<Scenario> =>
      new Value(next, value === undefined ? undefined : ({ records: value } satisfies Context));
    const byFaults = new Stream(smallerFaults(faults)).map((fewer) => make({ records, faults: fewer }, drawn));
    const byNumber = new Stream(fewerRecords(scenario)).map((next) => make(next));
    if (drawn === undefined) return byFaults.join(byNumber);
    const byValues = this.#drawing.records
      .shrink(drawn.value, drawn.context)
      .map((value) => make({ records: value.value, faults }, value));
    return byFaults.join(byValues, byNumber);
  }
}

/** Fewer records under the same faults, or under faults that strike earlier, as the places before them may be gone. */
function* fewerRecords({ records, faults }: Scenario): Generator<Scenario> {
  const earlier = [...earlierFaults(faults)];
  for (const fewer of smallerRecords(records)) {
    yield { records: fewer, faults };
    for (const others of earlier) yield { records: fewer, faults: others };
  }
}
