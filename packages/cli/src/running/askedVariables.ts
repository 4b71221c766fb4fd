import { fileURLToPath } from 'node:url';

/** `process.env`, and the names of unset variables that were asked for through it. */
export interface WatchedEnvironment {
  readonly env: NodeJS.ProcessEnv;
  readonly unset: () => readonly string[];
}

/**
 * The same environment, that remembers which unset variables the handler's own code asks for. What libraries look for is no news:
 * the SDK alone asks for dozens that nobody sets. Whose code it is tells the file that asks.
 */
export function watchedEnvironment(env: NodeJS.ProcessEnv): WatchedEnvironment {
  const asked = new Map<string, boolean>();
  const look = (name: string): void => {
    if (asked.get(name) !== true && (asked.size < 1000 || asked.has(name))) asked.set(name, isOwnCode(askingFile()));
  };
  return {
    env: new Proxy(env, {
      get(target, name, receiver) {
        const value: unknown = Reflect.get(target, name, receiver);
        if (value === undefined && typeof name === 'string' && !isOurs(name)) look(name);
        return value;
      },
    }),
    unset: () => [...asked].filter(([name, isOwn]) => isOwn && env[name] === undefined).map(([name]) => name),
  };
}

/** Of objects, and of the loader of TypeScript. */
function isOurs(name: string): boolean {
  return name in Object.prototype || name.startsWith('TSX_');
}

function isOwnCode(file: string | undefined): boolean {
  return file !== undefined && !/[\\/]node_modules[\\/]|^node:|^internal/.test(file);
}

/** The file of whoever reads the variable: the first frame outside of this one. */
function askingFile(): string | undefined {
  const before = { prepare: Reflect.get(Error, 'prepareStackTrace'), limit: Error.stackTraceLimit };
  try {
    Error.stackTraceLimit = 8;
    Error.prepareStackTrace = (_error, sites) => sites.map((site) => site.getFileName() ?? undefined);
    const files: unknown = new Error('who asks').stack;
    const own = Array.isArray(files) ? files.map(pathOf) : [];
    return own.find((file) => file !== undefined && !/askedVariables\.[jt]s$/.test(file));
  } finally {
    Error.prepareStackTrace = before.prepare;
    Error.stackTraceLimit = before.limit;
  }
}

function pathOf(file: unknown): string | undefined {
  if (typeof file !== 'string') return undefined;
  return file.startsWith('file:') ? fileURLToPath(file.replace(/[?#].*$/, '')) : file;
}
