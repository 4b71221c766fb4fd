export { type RecordedShard, recordedShards } from './node/recordedShards.ts';
export { recording } from './node/recording.ts';
export { isRecordingError, RecordingError } from './node/recordingError.ts';
