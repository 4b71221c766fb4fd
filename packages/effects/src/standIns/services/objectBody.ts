import type { OutgoingRequest } from '../outgoingRequest.ts';

/**
 * The bytes that a request carries to S3. The SDK sends a stream in chunks, each behind a line with its size in hex and
 * perhaps its signature, and checksums behind the last: `aws-chunked`.
 */
export function objectBody({ headers, body }: OutgoingRequest): Uint8Array {
  const isChunked =
    headers['content-encoding']?.includes('aws-chunked') === true ||
    headers['x-amz-content-sha256']?.startsWith('STREAMING-') === true;
  return isChunked ? withoutChunks(body) : body;
}

function withoutChunks(body: Uint8Array): Uint8Array {
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  const chunks: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; ) {
    const lineEnd = bytes.indexOf('\r\n', at);
    const size = Number.parseInt(bytes.toString('latin1', at, lineEnd), 16);
    if (lineEnd < 0 || !(size > 0)) break;
    chunks.push(bytes.subarray(lineEnd + 2, lineEnd + 2 + size));
    at = lineEnd + 2 + size + 2;
  }
  return new Uint8Array(Buffer.concat(chunks));
}
