import { SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, expect, jest, test } from '@jest/globals';
import { effects } from '@millrace/effects';
import { standIns } from '@millrace/effects/stand-ins';
import { type EffectEvent, simulate } from '@millrace/simulator';
import { inProcess } from './inProcess.ts';
import { inserted } from './inserted.ts';
import { serviceCases } from './serviceCases.ts';

interface Client {
  readonly middlewareStack: { add(middleware: never, options: never): void };
  send(command: unknown): Promise<unknown>;
}

// What all clients inherit from: each is wrapped when it sends.
const base = Object.getPrototypeOf(SQSClient.prototype) as Client;
const sendPlainly: (this: Client, command: unknown) => Promise<unknown> = Reflect.get(base, 'send');
const wrapping = jest.spyOn(base, 'send').mockImplementation(function (this: Client, command) {
  return sendPlainly.call(effects.client(this), command);
});
afterAll(() => wrapping.mockRestore());

const commands = serviceCases.flatMap(({ name, send, partly }) => [
  { name, send },
  ...(partly === undefined ? [] : [{ name: `${name}, as a batch`, send: partly.send }]),
]);

test.each(commands)('$name is called the same by a client that is wrapped and by its stand-in', async ({ send }) => {
  const services = standIns();
  const described: unknown[] = [];
  const via = inProcess(services, (request) => {
    const effect = services.describe(request);
    described.push({ name: effect?.name, kind: effect?.kind });
    return undefined;
  });

  const trace = await simulate({
    handler: () => send(via),
    records: [inserted(0, 'a')],
    mapping: { StartingPosition: 'TRIM_HORIZON', MaximumRetryAttempts: 0 },
  });

  const told = trace.events.filter((event): event is EffectEvent => event.type === 'effect');
  expect(told.map(({ name, kind }) => ({ name, kind }))).toEqual(described);
  expect(described).toHaveLength(1);
});
