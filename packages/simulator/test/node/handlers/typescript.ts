import { compareSequenceNumbers } from '@millrace/records';

export const handler = async (): Promise<string> => `typescript ${compareSequenceNumbers('2', '10')}`;
export const onOrder = (): string => 'onOrder';
export const limit = 3;
