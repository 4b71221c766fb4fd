import type { Call } from '../call.ts';
import { fieldsOf, textOf } from '../fields.ts';
import type { Fields } from '../fields.ts';
import type { Service } from '../service.ts';
import { ServiceFailure } from '../serviceFailure.ts';
import { accessForbidden, refused, tooMany } from './failures.ts';

const groupOf = (input: Fields): string => textOf(input['GroupName']) || textOf(input['groupName']) || 'default';
const nameOf = (input: Fields): string => textOf(input['Name']);

/** EventBridge Scheduler: schedules are in the state by group, by name; none is ever due. */
export const scheduler: Service = {
  name: 'scheduler',
  protocol: 'restJson',
  target: 'AWSChronosService',
  signedAs: 'scheduler',
  hosts: /(^|\.)scheduler\./,
  refusal: accessForbidden,
  throttling: tooMany('ThrottlingException'),
  operations: {
    CreateSchedule: { kind: 'write', route: ['POST', '/schedules/{Name}'], about: groupOf, answer: create },
    UpdateSchedule: { kind: 'write', route: ['PUT', '/schedules/{Name}'], about: groupOf, answer: update },
    DeleteSchedule: { kind: 'write', route: ['DELETE', '/schedules/{Name}'], about: groupOf, answer: remove },
    GetSchedule: { kind: 'read', route: ['GET', '/schedules/{Name}'], about: groupOf, answer: get },
    ListSchedules: {
      kind: 'read',
      route: ['GET', '/schedules'],
      answer: (_, call) => ({
        Schedules: call.shelf
          .bins()
          .flatMap((group) =>
            call.shelf.entries(group).map(([name]) => ({ Name: name, GroupName: group, Arn: arnOf(group, name) })),
          ),
      }),
    },
  },
};

function create(input: Fields, call: Call): Fields {
  if (call.shelf.get(groupOf(input), nameOf(input)) !== undefined) {
    throw new ServiceFailure(refused('ConflictException', `Schedule ${nameOf(input)} already exists.`, 409));
  }
  return write(input, call);
}

function update(input: Fields, call: Call): Fields {
  found(input, call);
  return write(input, call);
}

function write(input: Fields, call: Call): Fields {
  const { Name: _, GroupName: __, ClientToken: ___, ...held } = input;
  call.shelf.put(groupOf(input), nameOf(input), held);
  return { ScheduleArn: arnOf(groupOf(input), nameOf(input)) };
}

function remove(input: Fields, call: Call): Fields {
  found(input, call);
  call.shelf.remove(groupOf(input), nameOf(input));
  return {};
}

function get(input: Fields, call: Call): Fields {
  const schedule = found(input, call);
  return { Arn: arnOf(groupOf(input), nameOf(input)), GroupName: groupOf(input), Name: nameOf(input), ...schedule };
}

function found(input: Fields, call: Call): Fields {
  const schedule = call.shelf.get(groupOf(input), nameOf(input));
  if (schedule !== undefined) return fieldsOf(schedule);
  throw new ServiceFailure(refused('ResourceNotFoundException', `Schedule ${nameOf(input)} does not exist.`, 404));
}

function arnOf(group: string, name: string): string {
  return `arn:aws:scheduler:us-east-1:123456789012:schedule/${group}/${name}`;
}
