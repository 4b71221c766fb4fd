export type { CheckUpOptions } from './check/checkUpOptions.ts';
export { checkUp } from './check/checkUp.ts';
export type { CheckUp, NotTried } from './check/checkUpResult.ts';
export { type Finding, type FindingCode, findingCodes } from './check/finding.ts';
