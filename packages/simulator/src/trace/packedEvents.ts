import { PackedLists } from './packedLists.ts';
import type { TraceEvent } from './traceEvent.ts';

/**
 * Some thousand events in little room: those with the same properties are rows of a table, which keeps each property as a
 * column. What comes out is what went in: the same properties with the same values, in the same order.
 */
export class PackedEvents {
  /** The table of each event, in the order in which they happened. */
  readonly #order: Uint16Array;
  readonly #tables: readonly Table[];
  readonly #texts = new PackedLists<string>();
  readonly #numbers = new PackedLists<number>();

  constructor(events: readonly TraceEvent[]) {
    const shapes: Shape[] = [];
    const latest = new Map<string, Shape>();
    this.#order = new Uint16Array(events.length);
    for (const [place, event] of events.entries()) {
      let shape = latest.get(event.type);
      if (shape === undefined || !hasNames(event, shape.names)) {
        shape = shapes.find(({ names }) => hasNames(event, names)) ?? newShape(event, shapes);
        latest.set(event.type, shape);
      }
      shape.rows.push(event);
      this.#order[place] = shape.number;
    }
    this.#tables = shapes.map(({ names, rows }) => this.#tableOf(names, rows));
    this.#texts.close();
    this.#numbers.close();
  }

  /** The events, made anew. */
  unpacked(): readonly TraceEvent[] {
    const texts = this.#texts.unpacked();
    const numbers = this.#numbers.unpacked();
    const nextOf = this.#tables.map(({ first, columns }) => {
      const readers = columns.map((column) => readerOf(column, texts, numbers));
      let place = 0;
      return (): TraceEvent => {
        const event = { ...first };
        for (let at = 0; at < columns.length; at++) {
          asRow(event)[(columns[at] as Column).name] = (readers[at] as Reader)(place);
        }
        place++;
        return event;
      };
    });
    return Array.from(this.#order, (table) => (nextOf[table] as () => TraceEvent)());
  }

  #tableOf(names: readonly string[], rows: readonly TraceEvent[]): Table {
    const first = rows[0] as TraceEvent;
    const columns = names.flatMap((name): readonly Column[] => {
      const shared = asRow(first)[name];
      const isShared = isEmptyReport(shared) ? isEmptyReport : (value: unknown): boolean => Object.is(value, shared);
      if (rows.every((row) => isShared(asRow(row)[name]))) return []; // The first row tells it for all.
      return [this.#columnOf(name, rows)];
    });
    return { first, columns };
  }

  #columnOf(name: string, rows: readonly TraceEvent[]): Column {
    const values = rows.map((row) => asRow(row)[name]);
    if (textLists.has(name)) {
      const lists = values as readonly (readonly string[])[];
      return { kind: 'texts', name, lists: Int32Array.from(lists, (list) => this.#texts.add(list)) };
    }
    if (numberLists.has(name)) {
      const lists = values as readonly (readonly number[])[];
      return { kind: 'numbers', name, lists: Int32Array.from(lists, (list) => this.#numbers.add(list)) };
    }
    if (!values.every((value) => typeof value === 'number')) return { kind: 'values', name, values };
    const isSmall = values.every((value) => Object.is(value | 0, value));
    return { kind: 'values', name, values: isSmall ? Int32Array.from(values) : Float64Array.from(values) };
  }
}

/** Events with the same properties in the same order, while they are sorted. */
interface Shape {
  readonly number: number;
  readonly names: readonly string[];
  readonly rows: TraceEvent[];
}

interface Table {
  /** One of its events: the others are copies of it, but for the columns. */
  readonly first: TraceEvent;
  readonly columns: readonly Column[];
}

/** A property that is not the same in all events of its table. */
type Column =
  | { readonly kind: 'values'; readonly name: string; readonly values: ArrayLike<unknown> }
  | { readonly kind: 'texts' | 'numbers'; readonly name: string; readonly lists: Int32Array };

type Reader = (place: number) => unknown;

/** The lists that are ours, which nobody changes; what a handler answered is kept as it is. */
const textLists: ReadonlySet<string> = new Set(['sequenceNumbers', 'itemKeys', 'left', 'right']);
const numberLists: ReadonlySet<string> = new Set(['createdAtMs']);

function readerOf(column: Column, texts: readonly unknown[], numbers: readonly unknown[]): Reader {
  if (column.kind === 'values') return (place) => column.values[place];
  const lists = column.kind === 'texts' ? texts : numbers;
  return (place) => lists[column.lists[place] as number];
}

/** `{ batchItemFailures: [] }`, which many handlers answer each time: one is as good as the other. */
function isEmptyReport(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  try {
    if (Object.getPrototypeOf(value) !== Object.prototype) return false;
    const [[name, list] = [], ...others] = Object.entries(value);
    if (name !== 'batchItemFailures' || others.length > 0 || !Array.isArray(list)) return false;
    return list.length === 0 && Object.keys(list).length === 0;
  } catch {
    return false; // What throws when it is looked at, such as a proxy.
  }
}

function newShape(event: TraceEvent, shapes: Shape[]): Shape {
  const shape: Shape = { number: shapes.length, names: Object.keys(event), rows: [] };
  shapes.push(shape);
  return shape;
}

function hasNames(event: TraceEvent, names: readonly string[]): boolean {
  let at = 0;
  for (const name in event) if (names[at++] !== name) return false;
  return at === names.length;
}

function asRow(event: TraceEvent): Record<string, unknown> {
  return event as object as Record<string, unknown>;
}
