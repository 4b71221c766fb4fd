import { isHandlerFileError, type LoadedHandler as Loaded, loadHandler as load } from '@millrace/simulator/node';
import { UsageError } from './usageError.ts';

/** A Lambda handler as the runtime calls it; what it takes and returns is the simulator's business. */
export type LoadedHandler = Loaded;

/** Finds the handler that `file[#export]` names, when the imports have been loaded, in the same module graph. */
export type LoadHandler = (reference: string, imports: readonly string[]) => Promise<LoadedHandler>;

/** The handler that `--handler` names. Throws a `UsageError` when the file has none. */
export async function loadHandler(reference: string, imports: readonly string[] = []): Promise<LoadedHandler> {
  try {
    return await load(reference, { flag: '--handler', imports });
  } catch (error) {
    throw isHandlerFileError(error) ? new UsageError(error.message, error.cause) : error;
  }
}
