/** Every test that knows the words of refusals by example, as one file, quick ones first. */

import '../../packages/simulator/test/words/suggestName.test.ts';
import '../../packages/simulator/test/mappingRefusals.test.ts';
import '../../packages/simulator/test/scenarioErrors.test.ts';
import '../../packages/simulator/test/check/usage.test.ts';
import '../../packages/simulator/test/responses.test.ts';
import '../../packages/simulator/test/trace.test.ts';
