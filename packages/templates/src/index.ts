export type { FunctionEnvironment } from './cloudformation/functionEnvironment.ts';
export { type FunctionMapping, unknownFunction } from './functionMapping.ts';
export { readMapping } from './readMapping.ts';
export { isTemplateError, TemplateError } from './templateError.ts';
