import type { FindingCode } from '../finding.ts';
import type { Judge } from './judge.ts';
import { answersBeforeDone } from './answersBeforeDone.ts';
import { blocksShard } from './blocksShard.ts';
import { breaksItemOrder } from './breaksItemOrder.ts';
import { breaksOnMissingImage } from './breaksOnMissingImage.ts';
import { breaksOnRemove } from './breaksOnRemove.ts';
import { changesItsEvent } from './changesItsEvent.ts';
import { effectsNotAtomic } from './effectsNotAtomic.ts';
import { hidesFailure } from './hidesFailure.ts';
import { keepsStateBetweenCalls } from './keepsStateBetweenCalls.ts';
import { losesInnocents } from './losesInnocents.ts';
import { mappingMismatch } from './mappingMismatch.ts';
import { neverSettles } from './neverSettles.ts';
import { repeatsOnRedelivery } from './repeatsOnRedelivery.ts';
import { repeatsOnRetry } from './repeatsOnRetry.ts';
import { runsOnBehindFailure } from './runsOnBehindFailure.ts';
import { selfTriggerLoop } from './selfTriggerLoop.ts';
import { skipsRecords } from './skipsRecords.ts';
import { swallowsErrors } from './swallowsErrors.ts';
import { unhandledRejection } from './unhandledRejection.ts';
import { wrongIdentifier } from './wrongIdentifier.ts';

/** Who looks for what. */
export const judges: Readonly<Record<FindingCode, Judge>> = {
  neverSettles,
  skipsRecords,
  swallowsErrors,
  hidesFailure,
  wrongIdentifier,
  answersBeforeDone,
  unhandledRejection,
  effectsNotAtomic,
  selfTriggerLoop,
  mappingMismatch,
  breaksItemOrder,
  breaksOnRemove,
  breaksOnMissingImage,
  runsOnBehindFailure,
  blocksShard,
  losesInnocents,
  keepsStateBetweenCalls,
  repeatsOnRetry,
  repeatsOnRedelivery,
  changesItsEvent,
};
