const folder = process.env.MUTATED;

/** One folder of the simulator, against the tests that know it. */
module.exports = {
  testRunner: 'jest',
  plugins: ['@stryker-mutator/jest-runner'],
  inPlace: true,
  coverageAnalysis: 'perTest',
  concurrency: 2,
  ignoreStatic: true,
  reporters: ['clear-text', 'json', 'progress'],
  clearTextReporter: {
    logTests: false,
    allowColor: false,
  },
  thresholds: {
    high: 95,
    low: 90,
    break: 90,
  },
  tempDirName: '.stryker-tmp',
  timeoutMS: 4000,
  timeoutFactor: 2,
  mutate: [`packages/simulator/src/${folder}/**/*.ts`],
  jest: { configFile: 'test/mutation/jest.config.cjs' },
  jsonReporter: { fileName: `reports/mutation-${folder}.json` },
};
