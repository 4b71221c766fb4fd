const { TestEnvironment } = require('jest-environment-node');

/**
 * Node's environment, in which a file skips what is left of its tests once one has failed: a mutant is noticed then, and
 * Jest's own `bail` only counts files.
 */
module.exports = class extends TestEnvironment {
  #hasFailed = false;

  handleTestEvent = (event) => {
    if (event.name === 'test_start' && this.#hasFailed) event.test.mode = 'skip';
    if (event.name === 'test_done') this.#hasFailed ||= event.test.errors.length > 0;
  };
};
