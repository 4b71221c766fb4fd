import { actOut } from './actOut.ts';
import { commandEffect } from './observer/commandEffect.ts';
import { EffectError } from './observer/effectError.ts';
import { failedInPart } from './call/failedInPart.ts';
import { theObserver } from './observer/theObserver.ts';

/** A client of the AWS SDK for JavaScript v3, as far as it matters here. */
export interface SdkClient {
  readonly middlewareStack: { add(middleware: never, options: never): void };
}

interface MiddlewareStack {
  add(middleware: Middleware, options: Readonly<Record<string, unknown>>): void;
}

type Next = (given: Given) => Promise<{ readonly output: unknown }>;
interface Given {
  readonly input: unknown;
}
type Middleware = (next: Next, context: { readonly [name: string]: unknown }) => Next;

/**
 * The same client, each command of which is one effect, whatever it tries again: `dynamodb.PutItem orders`. What it reads
 * and what it writes is known by the name of the command. The client itself is changed: it gets a middleware.
 */
export function client<Client extends SdkClient>(sdkClient: Client): Client {
  const stack = (sdkClient as { readonly middlewareStack?: Partial<MiddlewareStack> } | undefined)?.middlewareStack;
  if (typeof stack?.add !== 'function') {
    throw new EffectError(
      'EffectMisused',
      'effects.client got something without a middlewareStack, expected a client of the AWS SDK v3: effects.client(new DynamoDBClient({})).',
    );
  }
  const observer = theObserver();
  const middleware: Middleware = (next, context) => async (given) => {
    const described = commandEffect(String(context['clientName']), String(context['commandName']), given.input);
    const effect = observer.begin(() => described);
    if (effect === undefined) return next(given);
    return actOut(
      effect,
      described.name,
      () => next(given),
      ({ output }) => failedInPart(output),
    );
  };
  stack.add(middleware, { step: 'initialize', priority: 'high', name: 'millraceEffects', override: true });
  return sdkClient;
}
