import type { Fields } from './fields.ts';
import type { OutgoingRequest } from './outgoingRequest.ts';
import type { Located, Service } from './service.ts';

/** Which operation of a service that speaks REST has this method and path, with what stands in path, query and body. */
export function locateRest(request: OutgoingRequest, service: Service, body: () => Fields): Located | undefined {
  for (const [operation, { route }] of Object.entries(service.operations)) {
    const found = route?.[0] === request.method && patternOf(route[1]).exec(request.url.pathname);
    if (found) {
      const inPath = Object.entries(found.groups ?? {}).map(([name, value]) => [name, decodeURIComponent(value)]);
      const input = { ...Object.fromEntries(request.url.searchParams), ...Object.fromEntries(inPath), ...body() };
      return { operation, input };
    }
  }
  return undefined;
}

const patterns = new Map<string, RegExp>();

function patternOf(path: string): RegExp {
  const pattern =
    patterns.get(path) ?? new RegExp(`^${path.replaceAll('.', '\\.').replaceAll(/\{(\w+)\}/g, '(?<$1>[^/]+)')}/?$`);
  patterns.set(path, pattern);
  return pattern;
}
