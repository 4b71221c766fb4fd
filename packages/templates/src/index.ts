export { type DeployedFunction, type DeployedMapping, unknownFunction } from './source/deployedMapping.ts';
export type { FunctionEnvironment } from './source/functionEnvironment.ts';
export { mappingFrom } from './mappingFrom.ts';
export { type FoundMapping, mappingsIn } from './mappingsIn.ts';
export type { MappingFromOptions } from './mappingFromOptions.ts';
export type { Spelling } from './openValuesError.ts';
export type { DeployedTable } from './source/source.ts';
export type { AttributeDefinition, IndexSchema, KeySchemaElement, TableSchema } from './source/tableSchema.ts';
export { isTemplateError, TemplateError } from './values/templateError.ts';
