export type { AnswerTable, Reply } from './standIns/answerTable.ts';
export { standIns } from './standIns/createStandIns.ts';
export type { StandInsOptions } from './standIns/createStandIns.ts';
export type { DescribedEffect } from './standIns/describedEffect.ts';
export type { TableDefinition } from './standIns/dynamodb/tableDefinition.ts';
export type { OutgoingAnswer } from './standIns/outgoingAnswer.ts';
export type { OutgoingRequest } from './standIns/outgoingRequest.ts';
export type { StandIns } from './standIns/standIns.ts';
