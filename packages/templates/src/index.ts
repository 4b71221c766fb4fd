export { type DeployedFunction, type DeployedMapping, unknownFunction } from './deployedMapping.ts';
export type { FunctionEnvironment } from './functionEnvironment.ts';
export { mappingFrom } from './mappingFrom.ts';
export { type FoundMapping, mappingsIn } from './mappingsIn.ts';
export type { MappingFromOptions } from './mappingFromOptions.ts';
export type { Spelling } from './openValuesError.ts';
export type { DeployedTable } from './source.ts';
export { isTemplateError, TemplateError } from './templateError.ts';
