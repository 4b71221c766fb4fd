/** Every test that knows the filters by example, as one file, quick ones first. */

import '../../packages/simulator/test/filterTexts.test.ts';
import '../conformance/filters.test.ts';
import '../../packages/simulator/test/filterMatcher.test.ts';
import '../../packages/simulator/test/filterPatterns.test.ts';
import '../../packages/simulator/test/filterReader.test.ts';
import '../../packages/simulator/test/filterWarnings.test.ts';
