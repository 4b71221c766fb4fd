/** A URL that is made with stand-ins leads nowhere: nothing that a handler sends must reach a host that happens to exist. */
export function withoutHost(text: string): string {
  return text.replaceAll(/(:\/\/)([^/?#\s]+)/gu, (whole: string, slashes: string, authority: string) => {
    const [, host = '', port = ''] = /^(?:.*@)?(.*?)(:\d+)?$/u.exec(authority) ?? [];
    const isHere = /(^|\.)(localhost|invalid)$|^127\.|^\[::1\]$/u.test(host);
    return isHere ? whole : `${slashes}${host}.invalid${port}`;
  });
}
