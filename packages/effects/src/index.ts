import { theObserver } from './observer/theObserver.ts';

export type { SdkClient } from './client.ts';
export { EffectError, type EffectErrorCode, isEffectError } from './observer/effectError.ts';
export { effects } from './effects.ts';
export type { DescribedEffect } from './standIns/describedEffect.ts';
export type { Answers, WrittenAnswer } from './intercept/answerAtPlace.ts';
export { effectsReport, type EffectsReport, type RecordEffects } from './effectsReport.ts';
export { interceptEffects, type InterceptOptions, type Interception } from './intercept/interceptEffects.ts';
export { withoutInterception } from './intercept/ours.ts';
export type { HeldState } from './observer/observer.ts';
export type { WrapOptions } from './wrap.ts';

export { type UnsetVariable, type WatchedEnvironment, watchingEnvironment } from './watchingEnvironment.ts';

// Who runs a handler looks for it from now on.
theObserver();
