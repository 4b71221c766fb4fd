import type { Call } from '../call.ts';
import { fieldsOf, lastName, textOf } from '../fields.ts';
import type { Fields } from '../fields.ts';
import type { Service } from '../service.ts';
import { ServiceFailure } from '../serviceFailure.ts';
import { accessDenied, refused, throttling } from './failures.ts';

const machineOf = (input: Fields): string | undefined => lastName(input['stateMachineArn']);
const executionOf = (input: Fields): string | undefined => lastName(input['executionArn']);

/** Step Functions: executions that were started are in the state by machine, by name; they stay running. */
export const stepFunctions: Service = {
  name: 'sfn',
  protocol: 'json',
  target: 'AWSStepFunctions',
  signedAs: 'states',
  hosts: /(^|\.)(sync-)?states\./,
  refusal: accessDenied,
  throttling,
  operations: {
    StartExecution: { kind: 'write', about: machineOf, answer: startExecution },
    StartSyncExecution: { kind: 'write', about: machineOf, canFailPartly: true, answer: startSyncExecution },
    StopExecution: { kind: 'write', about: executionOf, answer: () => ({ stopDate: new Date() }) },
    DescribeExecution: { kind: 'read', about: executionOf, answer: describeExecution },
    ListExecutions: { kind: 'read', about: machineOf, answer: () => ({ executions: [] }) },
    SendTaskSuccess: { kind: 'write', answer: (input, call) => keepTask('SendTaskSuccess', input, call) },
    SendTaskFailure: { kind: 'write', answer: (input, call) => keepTask('SendTaskFailure', input, call) },
    SendTaskHeartbeat: { kind: 'write' },
  },
};

function startExecution(input: Fields, call: Call): Fields {
  const machine = machineOf(input) ?? '';
  const name = textOf(input['name']) || call.id();
  const executionInput = textOf(input['input']) || '{}';
  const running = call.shelf.get(machine, name);
  // A name is taken once: with the same input the answer is the same, with another one it is an error.
  if (running !== undefined && fieldsOf(running)['input'] !== executionInput) {
    const message = `Execution Already Exists: '${arnOf(input, name)}'`;
    throw new ServiceFailure(refused('ExecutionAlreadyExists', message));
  }
  call.shelf.put(machine, name, { input: executionInput });
  return { executionArn: arnOf(input, name), startDate: new Date() };
}

function startSyncExecution(input: Fields, call: Call): Fields {
  const name = textOf(input['name']) || call.id();
  const executionInput = textOf(input['input']) || '{}';
  call.shelf.put(machineOf(input) ?? '', name, { input: executionInput });
  const now = new Date();
  const outcome = call.partly
    ? { status: 'FAILED', error: 'States.TaskFailed' }
    : { status: 'SUCCEEDED', output: '{}' };
  return { executionArn: arnOf(input, name), startDate: now, stopDate: now, input: executionInput, ...outcome };
}

function describeExecution(input: Fields): Fields {
  const now = new Date();
  const arn = textOf(input['executionArn']);
  const machine = arn.replace(':execution:', ':stateMachine:').replace(/:[^:]*$/, '');
  return { executionArn: arn, stateMachineArn: machine, status: 'RUNNING', startDate: now, input: '{}' };
}

function keepTask(bin: string, input: Fields, call: Call): Fields {
  call.shelf.append(bin, input);
  return {};
}

function arnOf(input: Fields, name: string): string {
  return `${textOf(input['stateMachineArn']).replace(':stateMachine:', ':execution:')}:${name}`;
}
