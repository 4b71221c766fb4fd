export { type RecordedShard, recordedShards } from './node/recordedShards.ts';
export { recording } from './node/recording.ts';
export { RecordingError } from './node/recordingError.ts';
