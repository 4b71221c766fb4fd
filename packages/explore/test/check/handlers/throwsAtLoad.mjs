throw new Error('no TABLE ' + process.env.TABLE);
export const handler = async (event) => {};
