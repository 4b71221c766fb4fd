import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { standIns } from '@millrace/effects/stand-ins';
import { awsServices } from '../../src/standIns/services/awsServices.ts';

test('a host answers what it is told to, and what it was sent is in the state', async () => {
  const services = standIns({
    answers: { 'POST api.example.com/charge': { status: 201, body: { id: 'ch_1' } } },
  });

  const charge = new URL('https://api.example.com/charge');
  const body = new TextEncoder().encode('{"cents":700}');
  const answer = await services.answer({ method: 'POST', url: charge, headers: {}, body });

  expect(answer).toMatchObject({ status: 201, body: '{"id":"ch_1"}' });
  expect(await services.state()).toEqual({
    http: { 'POST api.example.com/charge': [{ path: '/charge', body: { cents: 700 } }] },
  });
});

test.each(awsServices)('the page about stand-ins has a row with the operations of $name', (service) => {
  const page = readFileSync(join(__dirname, '../../../../docs/stand-ins.md'), 'utf8');
  const operations = Object.entries(service.operations).map(
    ([name, { canFailPartly }]) => `${name}${canFailPartly ? '*' : ''}`,
  );

  expect(page).toContain(
    `| \`${service.name}\` | ${operations.join(', ')} | \`${service.refusal.code}\`, \`${service.throttling.code}\` |`,
  );
});
