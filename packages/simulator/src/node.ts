export { type RecordedShard, recordedShards } from './node/recordedShards.ts';
export { recording } from './node/recording.ts';
export { isRecordingError, RecordingError, type RecordingFailure } from './node/recordingError.ts';
