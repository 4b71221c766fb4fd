import { pathToFileURL } from 'node:url';

/**
 * The URL of this very file, in both builds: one has no `import.meta`, the other no `__filename`. The engine knows it of
 * every place in a stack.
 */
export function ownFile(): URL {
  // oxlint-disable-next-line typescript/unbound-method -- it is only put back
  const { prepareStackTrace } = Error;
  try {
    Error.prepareStackTrace = (_error, sites) => sites[0]?.getFileName();
    const name = String(new Error().stack);
    return name.startsWith('file:') ? new URL(name) : pathToFileURL(name);
  } finally {
    Error.prepareStackTrace = prepareStackTrace;
  }
}
