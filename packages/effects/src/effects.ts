import { client } from './client.ts';
import { wrap } from './wrap.ts';

/**
 * Makes effects of what a handler calls, so that a run of the simulator tells what it did.
 *
 * - `wrap(name, perform, options?)`: a function, each call of which is an effect;
 * - `client(sdkClient)`: a client of the AWS SDK v3, each command of which is one.
 *
 * @example
 * const sendEmail = effects.wrap('email', async (to: string) => mailer.send(to));
 * const handler = async (event) => {
 *   for (const record of event.Records) await sendEmail(record.dynamodb.NewImage.email.S);
 * };
 */
export const effects = { client, wrap } as const;
