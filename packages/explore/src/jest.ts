import { registerToSurvive } from './matcher/registerToSurvive.ts';

export type { SurviveMatchers } from './matcher/surviveMatchers.ts';
export { type SurviveOptions, type Survivor, toSurvive } from './matcher/toSurvive.ts';

registerToSurvive();
