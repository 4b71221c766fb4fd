import dgram from 'node:dgram';

// What the tables of ways out share.

/** A way out, where it leads, and an attempt to take it. */
export type Way = readonly [way: string, where: string, act: () => unknown];

/** A host and an address that nobody has (RFC 5737). */
export const host = 'api.example.com';
export const address = '203.0.113.7';

const sockets: dgram.Socket[] = [];

export function datagrams(type: dgram.SocketType, options: object = {}): dgram.Socket {
  return closedLater(dgram.createSocket({ type, ...options }));
}

export function closedLater(socket: dgram.Socket): dgram.Socket {
  sockets.push(socket);
  return socket;
}

/** What is left open would keep the loop busy for the files of tests behind this one. */
export function closeDatagrams(): void {
  for (const socket of sockets.splice(0)) socket.close();
}

/** Fails with what a callback is told. */
export function callback(start: (done: (error: unknown) => void) => unknown): Promise<unknown> {
  return new Promise((_resolve, reject) => {
    start((error) => reject(error));
  });
}

/** Whether this Node has it: an older one has less. */
export function has(owner: object, name: string): boolean {
  return typeof Reflect.get(owner, name) === 'function';
}

/** Calls what this Node has, whether its types know it or not. */
export function call(owner: object, name: string, ...given: readonly unknown[]): unknown {
  return Reflect.apply(Reflect.get(owner, name) as (...given: readonly unknown[]) => unknown, owner, given);
}

/** Makes one of a class that this Node has, whether its types know it or not. */
export function make(owner: object, name: string, ...given: readonly unknown[]): object {
  return Reflect.construct(Reflect.get(owner, name) as new () => object, given);
}
