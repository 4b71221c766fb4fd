import type { effectsReport, Interception } from '@millrace/effects';
import type { TableDefinition } from '@millrace/effects/stand-ins';

/** What interception lets out of the machine. */
export interface InterceptionAsked {
  readonly allowHosts: readonly string[];
  readonly allowProcesses: boolean;
  /** Tables of which the keys are known, as the template has them. Others are made on first use, with the key that it shows. */
  readonly tables: readonly TableDefinition[];
}

/** What was seen while nothing left the machine. */
export interface Intercepted {
  readonly refusals: Interception['refusals'];
  /** Loaded with what intercepts: without it nothing of it is. */
  readonly report: typeof effectsReport;
}

/**
 * Runs `work` while nothing leaves the machine: services of AWS and other hosts over HTTPS are answered by stand-ins, and
 * what has none is refused. It is on before the handler is loaded, so that what its modules do is seen too; it gives way to an
 * interception of the handler's own.
 */
export async function intercepting<T>(
  { tables, ...allowed }: InterceptionAsked,
  work: (intercepted: Intercepted) => Promise<T>,
): Promise<T> {
  const [{ effectsReport: report, interceptEffects }, { standIns }] = await Promise.all([
    import('@millrace/effects'),
    import('@millrace/effects/stand-ins'),
  ]);
  const services = standIns({ tables });
  const interception = interceptEffects({ standIns: services, ...allowed, givesWay: true });
  try {
    return await work({ refusals: interception.refusals, report });
  } finally {
    interception.restore();
    await services.close();
  }
}
