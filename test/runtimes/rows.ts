import { thenables, thrown, values } from './oddities.ts';
import type { Declared, Row, Step, Way, When } from './row.ts';

const declared: readonly Declared[] = ['async', 'plain'];
const parameters = [0, 1, 2, 3];
const nothing: Step = { when: 'now', way: { by: 'nothing' } };

/** One of each way to answer. */
const answers: readonly Way[] = [
  { by: 'callback', value: 'report' },
  { by: 'callbackError', thrown: 'Error' },
  { by: 'done', value: 'report' },
  { by: 'doneError', thrown: 'Error' },
  { by: 'succeed', value: 'report' },
  { by: 'fail', thrown: 'Error' },
];
const endings: readonly Way[] = [
  { by: 'return', value: 'report' },
  { by: 'throw', thrown: 'Error' },
];
const moments: readonly When[] = ['now', 'tick', 'microtask', 'immediate', 'soon'];

/** A handler that ends in one way, at once or after a wait; or never. */
const endingRows: readonly Row[] = declared.flatMap((kind) =>
  parameters.flatMap((count): Row[] => [
    ...endings.map((way) => row(kind, count, [], { when: 'now', way })),
    ...(kind === 'async' ? endings.map((way) => row(kind, count, [], { when: 'soon', way })) : []),
    row(kind, count, [], nothing),
    row(kind, count, [], 'pends'),
  ]),
);

/** One answer through the callback or the context, at each moment, from each kind of handler. */
const answerRows: readonly Row[] = declared.flatMap((kind) =>
  answers.flatMap((way) =>
    moments.flatMap((when) => [
      row(kind, 2, [{ when, way }], nothing),
      row(kind, 2, [{ when, way }], 'pends'),
      ...(when === 'now' ? [row(kind, 3, [{ when, way }], nothing)] : []),
    ]),
  ),
);

/** Two answers, each of each way: which counts? */
const pairRows: readonly Row[] = declared.flatMap((kind) =>
  answers.flatMap((first) => [
    ...answers.map((second) =>
      row(
        kind,
        2,
        [
          { when: 'now', way: first },
          { when: 'now', way: named(second, 'text', 'TypeError') },
        ],
        nothing,
      ),
    ),
    ...answers.map((second) =>
      row(
        kind,
        2,
        [
          { when: 'soon', way: named(second, 'text', 'TypeError') },
          { when: 'now', way: first },
        ],
        nothing,
      ),
    ),
    ...endings.map((second) =>
      row(kind, 2, [{ when: 'now', way: first }], { when: 'now', way: named(second, 'text', 'TypeError') }),
    ),
    ...(kind === 'async'
      ? endings.map((second) =>
          row(kind, 2, [{ when: 'immediate', way: first }], {
            when: 'soon',
            way: named(second, 'text', 'TypeError'),
          }),
        )
      : []),
  ]),
);

/** Work that is left over when the answer is given. */
const leftovers: readonly Way[] = [
  { by: 'nothing' },
  { by: 'reject', thrown: 'TypeError' },
  { by: 'throw', thrown: 'TypeError' },
  { by: 'emit', thrown: 'TypeError' },
  { by: 'exit', code: 0 },
  { by: 'exit', code: 3 },
];
const leftMoments: readonly When[] = ['now', ...moments.slice(1), 'far'];
const leftoverRows: readonly Row[] = declared.flatMap((kind) =>
  leftovers.flatMap((way) =>
    leftMoments
      .filter((when) => when !== 'now' || way.by === 'reject' || way.by === 'exit')
      .flatMap((when): Row[] => {
        const left = { when, way };
        const answered = (answer: Way): Step => ({ when: 'now', way: answer });
        // Five milliseconds after an answer is a race with the next call, on Lambda as here: it is `far` or it is before.
        const isRace = when === 'soon';
        return [
          row(kind, 2, [left], 'pends'),
          row(kind, 2, [left], nothing),
          ...(isRace ? [] : [row(kind, 1, [left], answered({ by: 'return', value: 'report' }))]),
          ...(isRace ? [] : [row(kind, 1, [left], answered({ by: 'throw', thrown: 'Error' }))]),
          ...(isRace ? [] : [row(kind, 2, [left, answered({ by: 'done', value: 'report' })], nothing)]),
          row(kind, 2, [left, answered({ by: 'callback', value: 'report' })], nothing),
          ...(isRace ? [] : [row(kind, 2, [left, answered({ by: 'callbackError', thrown: 'Error' })], nothing)]),
          row(kind, 2, [left, answered({ by: 'callback', value: 'report' })], nothing, true),
          ...(isRace ? [] : [row(kind, 2, [left, answered({ by: 'callback', value: 'report' })], nothing, false)]),
        ].filter((each) => !(kind === 'async' && isRace && each.ends === nothing && each.steps.length === 1));
      }),
  ),
);

/** Answers of every kind, through every door. */
const valueRows: readonly Row[] = Object.keys(values).flatMap((value) => [
  row('async', 1, [], { when: 'now', way: { by: 'return', value } }),
  row('plain', 1, [], { when: 'now', way: { by: 'return', value } }),
  row('plain', 2, [{ when: 'now', way: { by: 'callback', value } }], nothing),
  row('plain', 2, [{ when: 'now', way: { by: 'callback', value } }], nothing, false),
  row('plain', 2, [{ when: 'now', way: { by: 'succeed', value } }], nothing),
  row('async', 2, [{ when: 'now', way: { by: 'done', value } }], nothing),
  row('plain', 2, [{ when: 'soon', way: { by: 'done', value } }], nothing),
]);

/** Everything that can be thrown, through every door. */
const thrownRows: readonly Row[] = Object.keys(thrown).flatMap((name) => [
  row('async', 1, [], { when: 'now', way: { by: 'throw', thrown: name } }),
  row('plain', 1, [], { when: 'now', way: { by: 'throw', thrown: name } }),
  row('plain', 2, [{ when: 'now', way: { by: 'callbackError', thrown: name } }], nothing),
  row('plain', 2, [{ when: 'now', way: { by: 'fail', thrown: name } }], nothing),
  row('plain', 2, [{ when: 'soon', way: { by: 'doneError', thrown: name } }], nothing),
  row('async', 2, [{ when: 'now', way: { by: 'reject', thrown: name } }], 'pends'),
  row('async', 2, [{ when: 'immediate', way: { by: 'throw', thrown: name } }], 'pends'),
]);

const thenableRows: readonly Row[] = Object.keys(thenables).flatMap((thenable) =>
  declared.map((kind) => row(kind, 1, [], { thenable })),
);

/** Every row, by its name, each once. */
export const rows: readonly Row[] = [
  ...new Map(
    [...endingRows, ...answerRows, ...pairRows, ...leftoverRows, ...valueRows, ...thrownRows, ...thenableRows].map(
      (each) => [each.name, each],
    ),
  ).values(),
];

function row(kind: Declared, count: number, steps: readonly Step[], ends: Row['ends'], waits?: boolean): Row {
  const parts = [
    `${kind} with ${count}`,
    ...(waits === undefined ? [] : [`callbackWaitsForEmptyEventLoop = ${waits}`]),
    ...steps.map(stepText),
    ends === 'pends'
      ? 'never settles'
      : 'thenable' in ends
        ? `answers a thenable: ${ends.thenable}`
        : `ends: ${stepText(ends)}`,
  ];
  return {
    name: parts.join('; '),
    declared: kind,
    parameters: count,
    steps,
    ends,
    ...(waits !== undefined && { waits }),
  };
}

function stepText({ when, way }: Step): string {
  return `${wayText(way)}${when === 'now' ? '' : ` (${when})`}`;
}

function wayText(way: Way): string {
  if ('value' in way) return `${way.by} ${way.value}`;
  if ('thrown' in way) return `${way.by} ${way.thrown}`;
  return way.by === 'exit' ? `exit ${way.code}` : way.by;
}

/** The same way with another value, so that it can be told which of two counts. */
function named(way: Way, value: string, error: string): Way {
  if ('value' in way) return { ...way, value };
  return 'thrown' in way ? { ...way, thrown: error } : way;
}
