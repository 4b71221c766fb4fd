/** The tests of the folder that is mutated. */
module.exports = {
  rootDir: '../..',
  testEnvironment: './test/mutation/endAtFirstFailure.cjs',
  modulePathIgnorePatterns: ['/dist/'],
  testEnvironmentOptions: {
    customExportConditions: ['@millrace/source', 'node', 'node-addons'],
  },
  transform: {
    '^.+\\.[cm]?ts$': [
      '@swc/jest',
      {
        jsc: {
          target: 'es2022',
          parser: {
            syntax: 'typescript',
          },
        },
        module: {
          type: 'commonjs',
        },
        sourceMaps: 'inline',
      },
    ],
  },
  roots: [
    '<rootDir>/packages/simulator',
    '<rootDir>/packages/records',
    '<rootDir>/test/conformance',
    '<rootDir>/test/random',
    '<rootDir>/test/mutation',
  ],
  testMatch: [`<rootDir>/test/mutation/${process.env.MUTATED}.mutation.ts`],
};
