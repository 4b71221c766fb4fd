import { types } from 'node:util';
import { isFields } from '../fields.ts';
import type { Fields } from '../fields.ts';
import type { OutgoingAnswer } from '../outgoingAnswer.ts';
import type { Protocol, Service } from '../service.ts';
import { cborOf } from './cbor.ts';
import { xmlOf } from './xml.ts';

/** What it takes to word an answer as a service does. */
export interface Wording {
  readonly service: Service;
  readonly operation: string;
  readonly protocol: Protocol;
  readonly requestId: string;
  /** What the request says its body is: JSON is answered in the same version. */
  readonly contentType: string;
}

/** The fields that an operation answers with, in the protocol in which it was asked. */
export function encodeAnswer(fields: Fields, wording: Wording): OutgoingAnswer {
  const { operation, protocol, service } = wording;
  switch (protocol) {
    case 'json':
    case 'restJson':
      return { status: 200, headers: headersOf(wording), body: JSON.stringify(jsonOf(fields)) };
    case 'cbor':
      return { status: 200, headers: headersOf(wording), body: cborOf(service.withBytes?.(fields) ?? fields) };
    case 'query': {
      const result = xmlOf(fields, (list) => service.elementNames?.[`${operation}.${list}`]);
      const metadata = `<ResponseMetadata><RequestId>${wording.requestId}</RequestId></ResponseMetadata>`;
      const body = `<${operation}Response${namespaceOf(service)}><${operation}Result>${result}</${operation}Result>${metadata}</${operation}Response>`;
      return { status: 200, headers: headersOf(wording), body };
    }
    case 'restXml': {
      // Lists of S3 stand flat, each element under the name of the list.
      const [root = '', content] = Object.entries(fields)[0] ?? [];
      const body =
        root === '' ? '' : `<${root}${namespaceOf(service)}>${xmlOf(Object(content), (list) => list)}</${root}>`;
      return { status: 200, headers: headersOf(wording), body: body === '' ? '' : xmlHead + body };
    }
  }
}

/** The headers that every answer of the protocol has. */
export function headersOf({ protocol, requestId, contentType }: Wording): Record<string, string> {
  switch (protocol) {
    case 'json':
      return { 'content-type': contentType || 'application/x-amz-json-1.0', 'x-amzn-requestid': requestId };
    case 'restJson':
      return { 'content-type': 'application/json', 'x-amzn-requestid': requestId };
    case 'cbor':
      return { 'content-type': 'application/cbor', 'smithy-protocol': 'rpc-v2-cbor', 'x-amzn-requestid': requestId };
    case 'query':
      return { 'content-type': 'text/xml', 'x-amzn-requestid': requestId };
    case 'restXml':
      return { 'content-type': 'application/xml', 'x-amz-request-id': requestId };
  }
}

/** What XML documents begin with. */
export const xmlHead = '<?xml version="1.0" encoding="UTF-8"?>\n';

function namespaceOf(service: Service): string {
  return service.xmlNamespace === undefined ? '' : ` xmlns="${service.xmlNamespace}"`;
}

/** As JSON has it: bytes in base64, dates in seconds. */
function jsonOf(value: unknown): unknown {
  if (types.isUint8Array(value)) return Buffer.from(value).toString('base64');
  if (types.isDate(value)) return value.getTime() / 1000;
  if (Array.isArray(value)) return value.map(jsonOf);
  return isFields(value)
    ? Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, jsonOf(inner)]))
    : value;
}
