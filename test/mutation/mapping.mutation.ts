/** Every test that knows the configuration by example, as one file, quick ones first. */

import '../../packages/simulator/test/words/suggestName.test.ts';
import '../../packages/simulator/test/mappingRefusals.test.ts';
import '../conformance/mappingApi.test.ts';
import '../../packages/simulator/test/mappingService.test.ts';
import '../../packages/simulator/test/mappingResolve.test.ts';
import '../../packages/simulator/test/configuration.test.ts';
