module.exports = {
  testMatch: ['**/*.spec.ts'],
  // The one line that the README names.
  transform: { '\\.ts$': '@swc/jest' },
};
