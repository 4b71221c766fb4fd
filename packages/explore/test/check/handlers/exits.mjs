export const handler = async (event) => {
  process.exit(3);
};
