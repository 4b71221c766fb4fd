export type { SdkClient } from './client.ts';
export { EffectError, type EffectErrorCode, isEffectError } from './effectError.ts';
export { effects } from './effects.ts';
export type { DescribedEffect } from './standIns/describedEffect.ts';
export type { WrapOptions } from './wrap.ts';
