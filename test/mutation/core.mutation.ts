/**
 * Every test that knows the core, as one file, quick ones first: a mutant then costs one start of Jest's
 * module registry, and most are noticed within a few tests.
 */
import '../../packages/simulator/test/core/age.test.ts';
import '../../packages/simulator/test/core/agenda.test.ts';
import '../../packages/simulator/test/core/gather.test.ts';
import '../../packages/simulator/test/core/lane.test.ts';
import '../../packages/simulator/test/core/laneOf.test.ts';
import '../../packages/simulator/test/core/payload.test.ts';
import '../../packages/simulator/test/core/poller.test.ts';
import '../../packages/simulator/test/core/randomStream.test.ts';
import '../../packages/simulator/test/core/stateBytes.test.ts';
import '../../packages/simulator/test/core/takeRecords.test.ts';
import '../../packages/simulator/test/core/utf8Bytes.test.ts';
import '../conformance/mapping.test.ts';
import '../../packages/simulator/test/responses.test.ts';
import '../../packages/simulator/test/retries.test.ts';
import '../../packages/simulator/test/windows.test.ts';
import '../../packages/simulator/test/reading.test.ts';
import '../../packages/simulator/test/destinations.test.ts';
import '../../packages/simulator/test/metrics.test.ts';
import '../../packages/simulator/test/lifecycle.test.ts';
import '../../packages/simulator/test/edges.test.ts';
import '../../packages/simulator/test/shards.test.ts';
import '../../packages/simulator/test/semantics.test.ts';
import '../../packages/simulator/test/bisect.test.ts';
import '../../packages/simulator/test/lanes.test.ts';
import '../../packages/simulator/test/transition.test.ts';
import '../../packages/simulator/test/trace.test.ts';
import '../../packages/simulator/test/windowLaws.test.ts';
import '../../packages/simulator/test/knobs.test.ts';
import '../random/laws.test.ts';
import '../random/exhaustive.test.ts';
