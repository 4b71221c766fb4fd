import { isObject } from '../words/isObject.ts';
import type { AsyncHook, NodeHost } from './nodeHost.ts';

interface Begun<Owner> {
  readonly owner: Owner;
  readonly type: string;
  readonly resource: object;
}

/**
 * What keeps the event loop busy and was begun on behalf of an owner: timers, requests, open sockets. Node.js tells of
 * each as it begins and ends. What it does not tell of (an addon with a loop of its own) is not known here.
 */
export class PendingWork<Owner extends object> {
  readonly #host: NodeHost;
  readonly #live = new Map<number, Begun<Owner>>();
  readonly #ends: AsyncHook;
  #isFollowing = false;

  constructor(host: NodeHost) {
    this.#host = host;
    this.#ends = host.hooks.createHook({ destroy: (id) => void this.#live.delete(id) });
  }

  begin(id: number, type: string, resource: object, owner: Owner): void {
    if (!mayKeepLoop(type, resource)) return;
    // From the first on only: to follow the end of things costs every promise of the process.
    if (!this.#isFollowing) this.#ends.enable();
    this.#isFollowing = true;
    this.#live.set(id, { owner, type, resource });
  }

  /** The timers of an owner whose process is gone keep this process no more: it may end before they are due. */
  letGo(owner: Owner): void {
    for (const begun of this.#live.values()) {
      if (begun.owner === owner && begun.type === 'Timeout') (begun.resource as NodeJS.Timeout).unref();
    }
  }

  /** Whether something of these owners keeps the event loop busy. `forGood` counts what goes on for ever, too. */
  isBusy(isOf: (owner: Owner) => boolean, forGood = true): boolean {
    for (const begun of this.#live.values()) {
      if (isOf(begun.owner) && keepsLoop(begun) && (forGood || !isForGood(begun))) return true;
    }
    return false;
  }

  /** How many timers keep the loop of this process busy, and whether anything else does that could call a handler back. */
  othersBusy(): { readonly timers: number; readonly isElse: boolean } {
    let timers = 0;
    let sockets = 0;
    let isElse = false;
    for (const kind of this.#host.process.getActiveResourcesInfo()) {
      if (kind === 'Timeout') timers++;
      else if (kind === 'TCPSocketWrap') sockets++;
      else isElse ||= !plumbing.has(kind);
    }
    return { timers, isElse: isElse || (sockets > 0 && sockets > acceptedSockets(this.#host.process)) };
  }

  stop(): void {
    this.#ends.disable();
    this.#isFollowing = false;
    this.#live.clear();
  }
}

/** What is open in every process, or waits for somebody from outside: nothing that a handler waits for. */
const plumbing: ReadonlySet<string> = new Set([
  'PipeWrap',
  'TTYWrap',
  'SignalWrap',
  'FSEventWrap',
  'StatWatcher',
  'TCPServerWrap',
  'PipeServerWrap',
]);

/** Those that a server of this process has accepted: they wait for their other end. A client's may bring an answer. */
function acceptedSockets(process: NodeJS.Process): number {
  const handles: unknown = Reflect.get(process, '_getActiveHandles');
  if (typeof handles !== 'function') return 0;
  const active = Reflect.apply(handles, process, []) as readonly object[];
  return active.filter((handle) => 'server' in handle && isObject(handle.server) && isOfTcp(handle)).length;
}

/** A socket in the file system is another kind of resource. */
function isOfTcp(socket: object): boolean {
  return Object(Reflect.get(socket, '_handle')).constructor.name === 'TCP';
}

/** Requests, and handles that say whether they keep the loop; promises and ticks are over before the loop turns. */
function mayKeepLoop(type: string, resource: object): boolean {
  if (type === 'PROMISE' || type === 'TickObject' || type === 'Microtask') return false;
  return type === 'ZLIB' || isRequest(type) || 'hasRef' in resource;
}

function isRequest(type: string): boolean {
  return /REQ(UEST|WRAP|CALLBACK|PROMISE)?$|^(QUERY|TCPCONNECT|PIPECONNECT|WRITE|SHUTDOWN|UDPSEND)WRAP$/.test(type);
}

function keepsLoop({ type, resource }: Begun<unknown>): boolean {
  if (type === 'ZLIB') return Reflect.get(resource, 'buffer') !== null; // A compressor is kept; its work is in there.
  if (isRequest(type) && type !== 'HTTPCLIENTREQUEST') return true;
  const hasRef: unknown = Reflect.get(resource, 'hasRef');
  return typeof hasRef === 'function' && Reflect.apply(hasRef, resource, []) === true;
}

/** A timer that repeats, and a server, which waits for somebody from outside. */
function isForGood({ type, resource }: Begun<unknown>): boolean {
  if (type === 'TCPSERVERWRAP' || type === 'PIPESERVERWRAP') return true;
  const repeat: unknown = Reflect.get(resource, '_repeat');
  return typeof repeat === 'number';
}
