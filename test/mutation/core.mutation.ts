/**
 * Every test that knows the core, as one file: a mutant then costs one start of Jest's module registry and not one for
 * each file of tests.
 */
import '../../packages/simulator/test/transition.test.ts';
import '../../packages/simulator/test/bisect.test.ts';
import '../../packages/simulator/test/retries.test.ts';
import '../../packages/simulator/test/responses.test.ts';
import '../../packages/simulator/test/reading.test.ts';
import '../../packages/simulator/test/windows.test.ts';
import '../../packages/simulator/test/lanes.test.ts';
import '../../packages/simulator/test/shards.test.ts';
import '../../packages/simulator/test/lifecycle.test.ts';
import '../../packages/simulator/test/edges.test.ts';
import '../../packages/simulator/test/semantics.test.ts';
import '../../packages/simulator/test/destinations.test.ts';
import '../../packages/simulator/test/metrics.test.ts';
import '../../packages/simulator/test/trace.test.ts';
import '../conformance/mapping.test.ts';
