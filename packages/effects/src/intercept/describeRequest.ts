import { awsEffect } from '../observer/commandEffect.ts';
import type { EffectRequest } from '../observer/effect.ts';
import { jsonOrText } from '../standIns/jsonOrText.ts';
import type { OutgoingRequest } from '../standIns/outgoingRequest.ts';

const reading = new Set(['GET', 'HEAD', 'OPTIONS']);

/** What a request is as an effect, where no stand-in says it: `POST api.example.com/charge`. */
export function describeRequest(request: OutgoingRequest): EffectRequest {
  const { method, url } = request;
  const body = bodyOf(request);
  const [prefix, operation] = (request.headers['x-amz-target'] ?? '').split('.');
  if (operation !== undefined) return awsEffect(serviceOf(prefix ?? ''), operation, body);
  const query = url.search === '' ? {} : { query: Object.fromEntries(url.searchParams) };
  return {
    name: `${method} ${url.host}${url.pathname}`,
    kind: reading.has(method) ? 'read' : 'write',
    call: { method, url: `${url.origin}${url.pathname}`, ...query, ...(body !== undefined && { body }) },
  };
}

/** `DynamoDB_20120810` and such, as the service is called here. */
function serviceOf(prefix: string): string {
  const name = prefix.replace(/_\d+$/, '').replace(/^(Amazon|AWS)/, '');
  return services[name] ?? name.toLowerCase();
}

const services: Readonly<Record<string, string>> = { Events: 'eventbridge', StepFunctions: 'sfn', TrentService: 'kms' };

function bodyOf({ body, headers }: OutgoingRequest): unknown {
  if (body.byteLength === 0) return undefined;
  const text = Buffer.from(body).toString('utf8');
  if (/json/.test(headers['content-type'] ?? '') || /^[{[]/.test(text)) {
    return jsonOrText(text);
  }
  // What is no UTF-8, or holds what no text holds, is bytes.
  return /[\u{fffd}\p{Cc}]/u.test(text.replaceAll(/[\t\r\n]/g, '')) ? body : text;
}
