import type { LambdaHandler } from '@millrace/simulator';

/** What is explored: a handler over a world of its own, fresh for each run. */
export interface Exploree {
  readonly handler: LambdaHandler;
  /**
   * The state of the world, as plain data; asked for when a run has ended. Default: what the stand-ins hold that answer the
   * handler (`interceptEffects({ standIns })`), which are emptied before each `setup`.
   */
  readonly observe?: () => unknown;
  /** The handler in a new process over the same world: after a crash, a deployment, or for each call. */
  readonly restart?: () => LambdaHandler | Promise<LambdaHandler>;
}

/** Makes a world and a handler over it. */
export type Setup = () => Exploree | Promise<Exploree>;
