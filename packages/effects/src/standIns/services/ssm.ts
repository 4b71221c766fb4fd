import type { Call } from '../call.ts';
import { fieldsOf, textOf, textsOf } from '../fields.ts';
import type { Fields } from '../fields.ts';
import type { Service } from '../service.ts';
import { ServiceFailure } from '../serviceFailure.ts';
import { accessDenied, refused, throttling } from './failures.ts';

const nameOf = (input: Fields): string => textOf(input['Name']);

/** SSM parameters: what is put can be got; one that was never put has the value `stand-in`. */
export const ssm: Service = {
  name: 'ssm',
  protocol: 'json',
  target: 'AmazonSSM',
  signedAs: 'ssm',
  hosts: /(^|\.)ssm\./,
  refusal: accessDenied,
  throttling,
  operations: {
    GetParameter: {
      kind: 'read',
      about: nameOf,
      answer: (input, call) => ({ Parameter: parameterOf(nameOf(input), call) }),
    },
    GetParameters: {
      kind: 'read',
      about: (input) => textsOf(input['Names']).join(','),
      canFailPartly: true,
      answer: getParameters,
    },
    GetParametersByPath: {
      kind: 'read',
      about: (input) => textOf(input['Path']),
      answer: (input, call) => ({
        Parameters: call.shelf
          .entries('parameters')
          .filter(([name]) => name.startsWith(textOf(input['Path'])))
          .map(([name]) => parameterOf(name, call)),
      }),
    },
    PutParameter: { kind: 'write', about: nameOf, answer: putParameter },
    DeleteParameter: { kind: 'write', about: nameOf, answer: deleteParameter },
  },
};

function parameterOf(name: string, call: Call): Fields {
  const held = fieldsOf(call.shelf.get('parameters', name));
  return { Name: name, Type: 'String', Value: 'stand-in', Version: 1, ...held };
}

function getParameters(input: Fields, call: Call): Fields {
  const names = textsOf(input['Names']);
  const failed = names.filter((_, index) => call.fails(index, names.length));
  const found = names.filter((name) => !failed.includes(name));
  return { Parameters: found.map((name) => parameterOf(name, call)), InvalidParameters: failed };
}

function putParameter(input: Fields, call: Call): Fields {
  const held = fieldsOf(call.shelf.get('parameters', nameOf(input)));
  const version = Number(held['Version'] ?? 0) + 1;
  if (version > 1 && input['Overwrite'] !== true) {
    throw new ServiceFailure(refused('ParameterAlreadyExists', 'The parameter already exists.'));
  }
  call.shelf.put('parameters', nameOf(input), {
    Type: textOf(input['Type']) || 'String',
    Value: textOf(input['Value']),
    Version: version,
  });
  return { Version: version, Tier: 'Standard' };
}

function deleteParameter(input: Fields, call: Call): Fields {
  if (call.shelf.remove('parameters', nameOf(input))) return {};
  throw new ServiceFailure(refused('ParameterNotFound', ''));
}
