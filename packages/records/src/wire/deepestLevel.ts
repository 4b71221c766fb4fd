/** DynamoDB nests lists and maps up to this many levels deep. */
export const deepestLevel = 32;
