export const handler = async (event) => {
  for (;;);
};
