export {
  type AttributeName,
  type ChangedAttributes,
  changedAttributes,
  type FullRecord,
} from './wire/changedAttributes.ts';
export { DecodeError, type DecodeFailure, type DecodeReason, isDecodeError } from './decoding/decodeError.ts';
export { defineStream } from './defineStream.ts';
export { EncodeError, isEncodeError } from './encoding/encodeError.ts';
export type { EncodeOptions } from './definition/encodeOptions.ts';
export {
  type FailedEvent,
  failedEvent,
  type InvocationRecord,
  InvocationRecordError,
  isInvocationRecordError,
  parseInvocationRecord,
  type StreamBatchInfo,
} from './wire/invocationRecord.ts';
export { installEncoder } from './encoding/installEncoder.ts';
export { isReplicationMark } from './wire/isReplicationMark.ts';
export { itemKey, keyOf, type WireKeys } from './wire/itemKey.ts';
export { NumberValue } from './wire/numberValue.ts';
export type { NumberPolicy } from './definition/numberPolicy.ts';
export { compareSequenceNumbers, isSequenceNumber } from './wire/sequenceNumber.ts';
export type { InputOf, OutputOf, SchemaIssue, SchemaResult, StandardSchema } from './definition/standardSchema.ts';
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
  StreamSchemas,
  UnknownEntity,
} from './definition/streamDefinition.ts';
export { isStreamDefinitionError, StreamDefinitionError } from './definition/streamDefinitionError.ts';
export type {
  EventName,
  InsertRecord,
  ItemRecord,
  ModifyRecord,
  RemoveRecord,
  StreamRecord,
} from './definition/streamRecord.ts';
export { creationDate } from './wire/creationDate.ts';
export { toLambdaRecord } from './wire/toLambdaRecord.ts';
export type { TumblingWindowEvent, TumblingWindowResponse } from './wire/tumblingWindow.ts';
export { type } from './definition/type.ts';
export type { LambdaRecord, StreamViewType, WireChange, WireImage, WireRecord } from './wire/wireRecord.ts';
