import { oddAnswerExperiments, suffixExperiments } from './experiments/answers.ts';
import { bisectExperiments } from './experiments/bisect.ts';
import type { Experiment } from './experiments/experiment.ts';
import { laneExperiments } from './experiments/lanes.ts';
import { limitExperiments, metricExperiments } from './experiments/limits.ts';
import { timeExperiments } from './experiments/times.ts';
import { stateExperiments, windowExperiments } from './experiments/windows.ts';

const { batchingWindow, retention, backoff, partialExpiry, lifecycle, rollOver, acrossUpdate, createdDisabled } =
  timeExperiments;

/** In the order of what they mislead: the first is the first to run. */
export const experiments: readonly Experiment[] = [
  ...bisectExperiments,
  batchingWindow,
  ...suffixExperiments,
  ...laneExperiments,
  ...windowExperiments,
  backoff,
  ...stateExperiments,
  ...limitExperiments,
  ...oddAnswerExperiments,
  ...metricExperiments,
  partialExpiry,
  lifecycle,
  acrossUpdate,
  createdDisabled,
  rollOver,
  retention,
];
