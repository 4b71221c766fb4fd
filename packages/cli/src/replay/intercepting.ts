import type { TableDefinition } from '@millrace/effects/stand-ins';
import type { Trace } from '@millrace/simulator';
import { effectsTold, type EffectsTold } from './effectsTold.ts';

/** What interception lets out of the machine. */
export interface InterceptionAsked {
  readonly allowHosts: readonly string[];
  readonly allowProcesses: boolean;
  /** Tables of which the keys are known, as the template has them. Others are made on first use, with the key that it shows. */
  readonly tables: readonly TableDefinition[];
}

/**
 * Runs `work` while nothing leaves the machine: services of AWS and other hosts over HTTPS are answered by stand-ins, and
 * what has none is refused. It is on before the handler is loaded, so that what its modules do is seen too.
 */
export async function intercepting<T>(
  { tables, ...allowed }: InterceptionAsked,
  work: (told: (trace: Trace) => EffectsTold) => Promise<T>,
): Promise<T> {
  // Loaded only here: without interception nothing of it is.
  const [{ effectsReport, interceptEffects }, { standIns }] = await Promise.all([
    import('@millrace/effects'),
    import('@millrace/effects/stand-ins'),
  ]);
  const services = standIns({ tables });
  const interception = interceptEffects({ standIns: services, ...allowed });
  try {
    return await work((trace) => effectsTold(trace, effectsReport(trace), interception.refusals));
  } finally {
    interception.restore();
    await services.close();
  }
}
