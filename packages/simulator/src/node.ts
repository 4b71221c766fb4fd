export type { RecordedShard } from './node/arrangedShards.ts';
export { HandlerFileError, type HandlerFileFailure, isHandlerFileError } from './node/handlerFileError.ts';
export { lendingDescriptors } from './node/lendingDescriptors.ts';
export { type LoadedHandler, type LoadHandlerOptions, loadHandler } from './node/loadHandler.ts';
export { type OpenedRecording, openRecording, type RecordingFiles } from './node/openRecording.ts';
export { recordedShards } from './node/recordedShards.ts';
export { recording, type RecordingOptions } from './node/recording.ts';
export { isRecordingError, RecordingError, type RecordingFailure } from './node/recordingError.ts';
