export { CaptureError, type CaptureFailure, isCaptureError } from './captureError.ts';
export type { CapturedRecord } from './captureShards.ts';
export { type CaptureOptions, type CaptureSettings, captureStream } from './captureStream.ts';
export type { StreamName } from './findStream.ts';
export { recordingLine } from './recordingLine.ts';
export type { StreamEndpoint } from './streamsClient.ts';
