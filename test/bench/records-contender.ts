/** One contender in a process of its own, started by records.ts. */
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { defineStream, type } from '@millrace/records';
import { type BatchEvent, contend, use } from './contender.ts';
import { type Order, orderEvent, orders } from './orders.ts';
import { powertools } from './powertools.ts';
import type { ContenderName } from './records.ts';

const trusted = defineStream({ item: type<Order>(), keys: ['orderId', 'line'] });

const recordsInEvent = Number(process.argv[3]);
const text = orderEvent(recordsInEvent);

function decodeWith(stream: typeof trusted | typeof orders, event: BatchEvent): void {
  for (const wire of event.Records) {
    const record = stream.decode(wire);
    if (record.eventName !== 'MODIFY') throw new Error('The benchmark has MODIFY records only.');
    use(record.keys, record.newImage, record.oldImage);
  }
}

/** As under --disallow-code-generation-from-strings. */
function makeNoCode(): void {
  globalThis.Function = function () {
    throw new EvalError('This contender makes no code from text.');
  } as never;
}

const name = process.argv[2] as ContenderName;
if (name === 'decodeInLoop') makeNoCode();

const contenders: Readonly<Record<ContenderName, (event: BatchEvent) => void | Promise<void>>> = {
  parse: () => use(JSON.parse(text)),
  unmarshall: (event) => {
    for (const { dynamodb } of event.Records) {
      use(
        unmarshall(dynamodb.Keys as never),
        unmarshall(dynamodb.NewImage as never),
        unmarshall(dynamodb.OldImage as never),
      );
    }
  },
  decode: (event) => decodeWith(trusted, event),
  decodeInLoop: (event) => decodeWith(trusted, event),
  decodeAndZod: (event) => decodeWith(orders, event),
  powertools,
};

contend(text, recordsInEvent, contenders[name]);
