import { expect, test } from '@jest/globals';
import { askedOfProxy } from '../../src/intercept/askedOfProxy.ts';

const socks = (...bytes: readonly number[]): Buffer => Buffer.from([5, 1, 0, ...bytes]);
const olderSocks = (...bytes: readonly number[]): Buffer => Buffer.from([4, 1, 1, 187, ...bytes]);
const text = (of: string): readonly number[] => [...Buffer.from(of)];

test.each<[unknown, object]>([
  ['CONNECT api.example.com:443 HTTP/1.1\r\nhost: x\r\n\r\n', { host: 'api.example.com', port: 443 }],
  [Buffer.from('CONNECT [2001:db8::7]:8443 HTTP/1.0\r\n\r\n'), { host: '[2001:db8::7]', port: 8443 }],
  [[{ chunk: 'CONNECT a.b:1 HTTP/1.1\r\n\r\n' }, { chunk: 'x' }], { host: 'a.b', port: 1 }],
  [new Uint8Array(Buffer.from('GET http://api.example.com/x HTTP/1.1\r\n\r\n')), { host: 'api.example.com', port: 80 }],
  ['POST https://api.example.com HTTP/1.1\r\n\r\n', { host: 'api.example.com', port: 443 }],
  [socks(1, 203, 0, 113, 7, 1, 187), { host: '203.0.113.7', port: 443 }],
  [socks(3, 15, ...text('api.example.com'), 0, 80), { host: 'api.example.com', port: 80 }],
  [
    socks(4, 0x20, 1, 13, 184, ...Array.from({ length: 11 }, () => 0), 7, 0, 25),
    { host: '[2001:0db8:0000:0000:0000:0000:0000:0007]', port: 25 },
  ],
  [olderSocks(203, 0, 113, 7, ...text('me'), 0), { host: '203.0.113.7', port: 443 }],
  [olderSocks(0, 0, 0, 1, 0, ...text('api.example.com'), 0), { host: 'api.example.com', port: 443 }],
])('%j asks a proxy', (written, asked) => {
  expect(askedOfProxy(written)).toEqual(asked);
});

test.each<[unknown]>([
  ['GET /http://api.example.com/ HTTP/1.1\r\n\r\n'],
  ['GET / HTTP/1.1\r\nreferer: CONNECT a.b:1 HTTP/1.1\r\n\r\n'],
  ['CONNECT with you soon'],
  ['CONNECT :// HTTP/1.1\r\n\r\n'],
  [''],
  [[]],
  [undefined],
  [socks()],
  [socks(3, 15, ...text('api'))],
  [socks(1, 203, 0, 113, 7, 1, 187, 0)],
  [Buffer.from([5, 2, 0, 1, 203, 0, 113, 7, 1, 187])],
  [olderSocks(203, 0, 113, 7)],
  [olderSocks(203, 0, 113, 7, ...text('me'))],
  [olderSocks(203, 0, 113, 7, 0, 1, 0)],
  [olderSocks(0, 0, 0, 1, 0)],
  [olderSocks(0, 0, 0, 1, 0, 0)],
  [Buffer.from([4, 2, 1, 187, 203, 0, 113, 7, 0])],
])('%j asks none', (written) => {
  expect(askedOfProxy(written)).toBeUndefined();
});
