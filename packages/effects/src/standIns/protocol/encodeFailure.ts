import type { OutgoingAnswer } from '../outgoingAnswer.ts';
import type { ServiceFailure } from '../serviceFailure.ts';
import { cborOf } from './cbor.ts';
import type { Wording } from './encodeAnswer.ts';
import { headersOf, xmlHead } from './encodeAnswer.ts';
import { escapeXml, xmlOf } from './xml.ts';

/** The error as the service words it in the protocol in which it was asked. */
export function encodeFailure(failure: ServiceFailure, wording: Wording): OutgoingAnswer {
  const { code, message, status, queryCode, fields } = failure;
  const headers = headersOf(wording);
  const errorHeaders = { ...headers, 'x-amzn-errortype': code };
  switch (wording.protocol) {
    case 'json': {
      // Services that spoke the query protocol before say their old code as well.
      const queryError = { 'x-amzn-query-error': `${queryCode};${status < 500 ? 'Sender' : 'Receiver'}` };
      const compatible = wording.service.elementNames === undefined ? {} : queryError;
      return {
        status,
        headers: { ...headers, ...compatible },
        body: JSON.stringify({ __type: code, message, ...fields }),
      };
    }
    case 'restJson':
      return { status, headers: errorHeaders, body: JSON.stringify({ message, Message: message, ...fields }) };
    case 'cbor':
      return {
        status,
        headers,
        body: cborOf({ __type: code, message, ...(wording.service.withBytes?.(fields) ?? fields) }),
      };
    case 'query': {
      const error = xmlOf({ Type: status < 500 ? 'Sender' : 'Receiver', Code: queryCode, Message: message });
      const body = `<ErrorResponse><Error>${error}</Error><RequestId>${wording.requestId}</RequestId></ErrorResponse>`;
      return { status, headers, body };
    }
    case 'restXml': {
      const body = `<Error><Code>${escapeXml(code)}</Code><Message>${escapeXml(message)}</Message>${xmlOf(fields)}</Error>`;
      // A HEAD has no body: its status says it all.
      return { status, headers, body: xmlHead + body };
    }
  }
}
