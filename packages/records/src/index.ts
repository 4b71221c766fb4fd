export { type AttributeName, type ChangedAttributes, changedAttributes, type FullRecord } from './changedAttributes.ts';
export { DecodeError, type DecodeFailure, type DecodeReason, isDecodeError } from './decodeError.ts';
export { defineStream } from './defineStream.ts';
export { EncodeError, isEncodeError } from './encodeError.ts';
export type { EncodeOptions } from './recordEncoder.ts';
export {
  type FailedEvent,
  failedEvent,
  type InvocationRecord,
  InvocationRecordError,
  isInvocationRecordError,
  parseInvocationRecord,
  type StreamBatchInfo,
} from './invocationRecord.ts';
export { installEncoder } from './installEncoder.ts';
export { itemKey, keyOf, type WireKeys } from './itemKey.ts';
export type { NumberPolicy } from './compileNumbers.ts';
export { compareSequenceNumbers, isSequenceNumber } from './sequenceNumber.ts';
export type { InputOf, OutputOf, SchemaIssue, SchemaResult, StandardSchema } from './standardSchema.ts';
export type {
  EntityRecord,
  EntitySchemas,
  EntityStream,
  EntityStreamOptions,
  ItemStream,
  ItemStreamOptions,
  KeyName,
  RecordOf,
  SharedKeyName,
  Stream,
  StreamDefinition,
  StreamOptions,
  UnknownEntity,
} from './streamDefinition.ts';
export { isStreamDefinitionError, StreamDefinitionError } from './streamDefinitionError.ts';
export type {
  EventName,
  InsertRecord,
  ItemRecord,
  ModifyRecord,
  RemoveRecord,
  StreamRecord,
} from './streamRecord.ts';
export { creationDate } from './readCreationTime.ts';
export { toLambdaRecord } from './toLambdaRecord.ts';
export type { TumblingWindowEvent, TumblingWindowResponse } from './tumblingWindow.ts';
export { type } from './type.ts';
export type { LambdaRecord, StreamViewType, WireChange, WireImage, WireRecord } from './wireRecord.ts';
