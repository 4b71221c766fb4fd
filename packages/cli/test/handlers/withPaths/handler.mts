import { words } from '@app/words.mts';

export const handler = async (): Promise<string> => words;
