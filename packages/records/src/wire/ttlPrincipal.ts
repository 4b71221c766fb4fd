/** Who deletes what has expired. */
export const ttlPrincipal = 'dynamodb.amazonaws.com';
