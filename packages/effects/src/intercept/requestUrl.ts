/**
 * Where a request goes. A path may begin with two slashes, as the key of an object in S3 makes it: what follows is no host.
 * To a proxy a whole URL is said instead.
 */
export function requestUrl(protocol: string, authority: string, path: string): URL {
  const origin = `${protocol}//${authority}`;
  return path.startsWith('/') ? new URL(`${origin}${path}`) : new URL(path, origin);
}
