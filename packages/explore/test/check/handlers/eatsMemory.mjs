export const handler = async (event) => {
  const a = [];
  for (;;) a.push(new Array(1e5).fill(Math.random()));
};
