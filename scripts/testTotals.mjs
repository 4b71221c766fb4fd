// Prints `N passed, N failed, N skipped` from Jest's JSON output, whose path is the argument.
import { readFileSync } from 'node:fs';

const path = process.argv[2];
let results;
try {
  results = JSON.parse(readFileSync(path, 'utf8'));
} catch (error) {
  console.error(`There is no test result to count at ${path}: ${error.message}`);
  console.log('0 passed, 1 failed, 0 skipped');
  process.exit(1);
}
// A test file that cannot even be loaded has no failed test in it, but it is a failure.
const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
const skipped = results.numPendingTests + results.numTodoTests;
console.log(`${results.numPassedTests} passed, ${failed} failed, ${skipped} skipped`);
process.exit(results.success && failed === 0 ? 0 : 1);
