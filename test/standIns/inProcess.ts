import { Readable } from 'node:stream';
import type { EffectFault } from '@millrace/simulator';
import type { OutgoingRequest, StandIns } from '@millrace/effects/stand-ins';
import { clientConfig } from './clientConfig.ts';

/** What the SDK hands to whoever sends its requests, as far as it is used here. */
interface SdkRequest {
  readonly method: string;
  readonly protocol: string;
  readonly hostname: string;
  readonly port?: number;
  readonly path: string;
  readonly query?: Readonly<Record<string, string | readonly string[] | null>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** A fault for the request, or none: asked with the number of the request, from 1. */
export type FaultOf = (request: OutgoingRequest, number: number) => EffectFault | undefined;

/** What a client of the SDK, version 3, needs to speak to stand-ins in this process. */
export function inProcess(services: StandIns, faultOf: FaultOf = () => undefined) {
  let number = 0;
  const handle = async (sdkRequest: SdkRequest) => {
    const request = await outgoing(sdkRequest);
    const fault = faultOf(request, ++number);
    const answer = await services.answer(request, fault);
    if (fault === 'answerLost') throw Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
    if (fault === 'timeout') throw Object.assign(new Error('timed out'), { name: 'TimeoutError' });
    const bytes = typeof answer.body === 'string' ? Buffer.from(answer.body) : answer.body;
    // An object of S3 is a stream to its caller; everything else may come as it is.
    const body = request.url.hostname.includes('s3') ? Readable.from(bytes.length === 0 ? [] : [bytes]) : bytes;
    return { response: { statusCode: answer.status, headers: answer.headers, body } };
  };
  return { ...clientConfig, requestHandler: { handle } };
}

async function outgoing({
  method,
  protocol,
  hostname,
  port,
  path,
  query = {},
  headers,
  body,
}: SdkRequest): Promise<OutgoingRequest> {
  const url = new URL(`${protocol}//${hostname}${port === undefined ? '' : `:${port}`}${path}`);
  for (const [name, value] of Object.entries(query)) {
    for (const each of Array.isArray(value) ? value : [value]) url.searchParams.append(name, String(each ?? ''));
  }
  const lowered = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]);
  return { method, url, headers: Object.fromEntries(lowered) as Record<string, string>, body: await bytesOf(body) };
}

async function bytesOf(body: unknown): Promise<Uint8Array> {
  if (body === undefined || body === null) return new Uint8Array();
  if (typeof body === 'string') return Buffer.from(body);
  if (body instanceof Uint8Array) return body;
  if (body instanceof Readable)
    return Buffer.concat((await body.toArray()).map((chunk: unknown) => Buffer.from(chunk as Uint8Array)));
  throw new Error('The client sends a body that the test does not know.');
}
