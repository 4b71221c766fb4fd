export type { DescribedEffect } from './standIns/describedEffect.ts';
export type { OutgoingAnswer } from './standIns/outgoingAnswer.ts';
export type { OutgoingRequest } from './standIns/outgoingRequest.ts';
export type { StandIns } from './standIns/standIns.ts';
