import nothing from '@aws-sdk/client-nothing';

export const handler = async () => nothing;
