import { expect, test } from '@jest/globals';
import { setParameters } from '../../src/mapping/setParameters.ts';

test.each([
  ['BatchSize=25', { BatchSize: 25 }],
  ['BisectBatchOnFunctionError=true', { BisectBatchOnFunctionError: true }],
  ['StartingPosition=TRIM_HORIZON', { StartingPosition: 'TRIM_HORIZON' }],
  ['FunctionResponseTypes=[ReportBatchItemFailures]', { FunctionResponseTypes: ['ReportBatchItemFailures'] }],
  ['FunctionResponseTypes=ReportBatchItemFailures', { FunctionResponseTypes: ['ReportBatchItemFailures'] }],
  ['FunctionResponseTypes=', { FunctionResponseTypes: null }],
  [
    'DestinationConfig={"OnFailure":{"Destination":"arn:aws:sqs:x:1:q"}}',
    { DestinationConfig: { OnFailure: { Destination: 'arn:aws:sqs:x:1:q' } } },
  ],
  ['FilterCriteria=', { FilterCriteria: null }],
])('reads %s', (setting, expected) => {
  expect(setParameters([setting])).toEqual(expected);
});

test('the last of several settings of one parameter wins', () => {
  expect(setParameters(['BatchSize=1', 'BatchSize=2'])).toEqual({ BatchSize: 2 });
});

test.each([
  [
    'DestinationConfig.OnFailure.Destination=arn:aws:sqs:x:1:q',
    `set as a whole: --set DestinationConfig='{"OnFailure":{"Destination":"arn:aws:sqs:x:1:q"}}'`,
  ],
  ['FilterCriteria.Filters=[]', `set as a whole: --set FilterCriteria='{"Filters":[]}'`],
])('says how the whole is set instead of the part %s', (setting, message) => {
  expect(() => setParameters([setting])).toThrow(message);
});

test.each(['BatchSize', '=3', 'Batch Size=3', 'BatchSize=[1'])('refuses %s with an example or a reason', (setting) => {
  expect(() => setParameters([setting])).toThrow(/--set BatchSize=25|neither JSON nor YAML/);
});
