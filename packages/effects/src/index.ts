export type { DescribedEffect } from './standIns/describedEffect.ts';
