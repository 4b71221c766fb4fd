import { gunzipSync } from 'node:zlib';
import { fieldsOf } from './fields.ts';
import type { Fields } from './fields.ts';
import { locateRest } from './locateRest.ts';
import type { OutgoingRequest } from './outgoingRequest.ts';
import { cborInput } from './protocol/cbor.ts';
import { queryInput } from './protocol/queryInput.ts';
import type { Protocol, Service } from './service.ts';

/** A request to a service of AWS, understood. */
export interface Recognised {
  readonly service: Service;
  readonly operation: string;
  readonly protocol: Protocol;
  readonly input: Fields;
}

/**
 * Which operation of which service a request asks for: by its target, by what it is signed for, or by its host; so that
 * it is known at any endpoint. `undefined` for everything that is not AWS.
 */
export function recognise(request: OutgoingRequest, services: readonly Service[]): Recognised | undefined {
  return recogniseCbor(request, services) ?? recogniseTarget(request, services) ?? recogniseSigned(request, services);
}

function recogniseCbor(request: OutgoingRequest, services: readonly Service[]): Recognised | undefined {
  const [, target = '', operation = ''] = /\/service\/(\w+)\/operation\/(\w+)$/.exec(request.url.pathname) ?? [];
  if (request.headers['smithy-protocol'] !== 'rpc-v2-cbor' || operation === '') return undefined;
  const service = services.find((each) => each.target === target) ?? unknownService(target, 'cbor');
  return { service, operation, protocol: 'cbor', input: cborInput(bodyOf(request)) };
}

function recogniseTarget(request: OutgoingRequest, services: readonly Service[]): Recognised | undefined {
  const [target = '', operation] = (request.headers['x-amz-target'] ?? '').split('.');
  if (operation === undefined) return undefined;
  const service = services.find((each) => each.target === target) ?? unknownService(labelOf(request) ?? target, 'json');
  return { service, operation, protocol: 'json', input: jsonInput(request) };
}

function recogniseSigned(request: OutgoingRequest, services: readonly Service[]): Recognised | undefined {
  const candidates = candidatesOf(request, services);
  const query = queryOf(request);
  const action = query?.get('Action');
  if (query !== undefined && typeof action === 'string') {
    const service =
      candidates.find(({ protocol }) => protocol !== 'restJson' && protocol !== 'restXml') ??
      unknownOf(request, 'query');
    return service && { service, operation: action, protocol: 'query', input: queryInput(query, service.queryNames) };
  }
  for (const service of candidates) {
    const located = service.locate?.(request) ?? locateRest(request, service, () => jsonInput(request));
    if (located !== undefined) return { service, protocol: service.protocol, ...located };
  }
  const service = candidates[0] ?? unknownOf(request, 'restJson');
  return (
    service && {
      service,
      operation: `${request.method} ${request.url.pathname}`,
      protocol: 'restJson',
      input: jsonInput(request),
    }
  );
}

function candidatesOf(request: OutgoingRequest, services: readonly Service[]): readonly Service[] {
  const signed = signedFor(request);
  const known = services.filter(({ signedAs }) => signedAs === signed);
  return known.length > 0 || !isOfAws(request.url.hostname)
    ? known
    : services.filter(({ hosts }) => hosts.test(request.url.hostname));
}

/** The service in the scope of a signature, in the header or, presigned, in the query. */
function signedFor({ headers, url }: OutgoingRequest): string | undefined {
  const scope = /Credential=[^/]*\/\d+\/[^/]*\/([^/]+)\/aws4_request/.exec(headers['authorization'] ?? '');
  return scope?.[1] ?? (url.searchParams.get('X-Amz-Credential') ?? '').split('/')[3];
}

function isOfAws(host: string): boolean {
  return /\.(amazonaws\.com(\.cn)?|api\.aws|amazonaws\.eu)$/.test(host);
}

/** APIs of users are signed as well, but are no service: they are hosts like any other. */
function unknownOf(request: OutgoingRequest, protocol: Protocol): Service | undefined {
  const name = labelOf(request);
  return name === undefined || /^(execute-api|appsync|lambda-url)/.test(name) || !isOfAws(request.url.hostname)
    ? undefined
    : unknownService(name, protocol);
}

function labelOf(request: OutgoingRequest): string | undefined {
  const signed = signedFor(request);
  if (signed !== undefined) return signed;
  const labels = request.url.hostname.split('.');
  return isOfAws(request.url.hostname) ? labels.find((label) => !/^\w{8,}$|^vpce/.test(label)) : undefined;
}

/** A service of which nothing is known but its name: it answers with nothing, in the protocol that it is spoken to. */
function unknownService(name: string, protocol: Protocol): Service {
  const denied = { code: 'AccessDeniedException', status: 403, message: 'Not authorized to perform this action' };
  const throttling = { code: 'ThrottlingException', status: 429, message: 'Rate exceeded' };
  return { name, protocol, signedAs: name, hosts: /$^/, refusal: denied, throttling, operations: {} };
}

function queryOf(request: OutgoingRequest): URLSearchParams | undefined {
  if (request.url.searchParams.has('Action')) return request.url.searchParams;
  const isForm = request.headers['content-type']?.startsWith('application/x-www-form-urlencoded') === true;
  return isForm ? new URLSearchParams(textOfBody(request)) : undefined;
}

function jsonInput(request: OutgoingRequest): Fields {
  try {
    return fieldsOf(JSON.parse(textOfBody(request)));
  } catch {
    return {};
  }
}

const decoder = new TextDecoder();

function textOfBody(request: OutgoingRequest): string {
  return decoder.decode(bodyOf(request));
}

/** The body as it was before the client compressed it, as it does with many metrics. */
function bodyOf({ headers, body }: OutgoingRequest): Uint8Array {
  return headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body;
}
