import { types } from 'node:util';
import { createHash } from 'node:crypto';
import { XMLParser } from 'fast-xml-parser';
import type { Call } from '../call.ts';
import { fieldsOf, listOf, textOf } from '../fields.ts';
import type { Fields } from '../fields.ts';
import type { OutgoingRequest } from '../outgoingRequest.ts';
import { rawAnswer } from '../rawAnswer.ts';
import type { RawAnswer } from '../rawAnswer.ts';
import type { Operation, Service } from '../service.ts';
import { ServiceFailure } from '../serviceFailure.ts';
import { accessDenied, refused } from './failures.ts';
import { objectBody } from './objectBody.ts';
import { locateS3 } from './locateS3.ts';

/** An object as the state holds it. */
interface StoredObject {
  readonly Body: Uint8Array;
  readonly ContentType?: string;
  readonly Metadata?: Readonly<Record<string, string>>;
}

const bucketOf = (input: Fields): string => textOf(input['Bucket']);
const keyOf = (input: Fields): string => textOf(input['Key']);

function operation(kind: 'read' | 'write', answer?: Operation['answer']): Operation {
  return { kind, about: bucketOf, ...(answer === undefined ? {} : { answer }) };
}

/** S3: what is put can be got. Every bucket is there. */
export const s3: Service = {
  name: 's3',
  protocol: 'restXml',
  target: 'AmazonS3',
  signedAs: 's3',
  hosts: /(^|\.)s3[.-]/,
  xmlNamespace: 'http://s3.amazonaws.com/doc/2006-03-01/',
  refusal: { ...accessDenied, code: 'AccessDenied', status: 403, message: 'Access Denied' },
  throttling: { code: 'SlowDown', status: 503, message: 'Please reduce your request rate.' },
  locate: locateS3,
  operations: {
    PutObject: operation('write', putObject),
    GetObject: operation('read', getObject),
    HeadObject: operation('read', headObject),
    DeleteObject: operation('write', (input, call) => {
      call.shelf.remove(bucketOf(input), keyOf(input));
      return rawAnswer(204);
    }),
    DeleteObjects: { ...operation('write', deleteObjects), canFailPartly: true },
    CopyObject: operation('write', copyObject),
    ListObjects: operation('read', listObjects),
    ListObjectsV2: operation('read', listObjects),
    ListBuckets: {
      kind: 'read',
      answer: (_, call) => ({
        ListAllMyBucketsResult: { Buckets: { Bucket: call.shelf.bins().map((Name) => ({ Name })) } },
      }),
    },
    HeadBucket: operation('read', () => rawAnswer(200)),
    CreateBucket: operation('write', (input) => rawAnswer(200, { location: `/${bucketOf(input)}` })),
    DeleteBucket: operation('write', () => rawAnswer(204)),
    GetBucketLocation: operation('read', () => ({ LocationConstraint: {} })),
    GetObjectTagging: operation('read', () => ({ Tagging: { TagSet: {} } })),
    PutObjectTagging: operation('write', () => rawAnswer(200)),
    CreateMultipartUpload: operation('write', (input, call) => ({
      InitiateMultipartUploadResult: { Bucket: bucketOf(input), Key: keyOf(input), UploadId: call.id() },
    })),
    UploadPart: operation('write', uploadPart),
    CompleteMultipartUpload: operation('write', completeMultipartUpload),
    AbortMultipartUpload: operation('write', () => rawAnswer(204)),
  },
};

function putObject(input: Fields, call: Call): RawAnswer {
  const { headers } = call.request;
  const before = objectIn(input, call);
  const isInTheWay = headers['if-none-match'] === '*' && before !== undefined;
  const isAnother =
    headers['if-match'] !== undefined && before !== undefined && headers['if-match'] !== etagOf(before.Body);
  if (isInTheWay || isAnother) {
    const message = 'At least one of the pre-conditions you specified did not hold';
    throw new ServiceFailure(refused('PreconditionFailed', message, 412));
  }
  if (headers['if-match'] !== undefined && before === undefined) throw noSuchKey();
  const object = { Body: objectBody(call.request), ...described(call.request) };
  call.shelf.put(bucketOf(input), keyOf(input), object);
  return rawAnswer(200, { etag: etagOf(object.Body) });
}

function described({ headers }: OutgoingRequest): Omit<StoredObject, 'Body'> {
  const prefix = 'x-amz-meta-';
  const metadata = Object.entries(headers).filter(([name]) => name.startsWith(prefix));
  const type = headers['content-type'];
  return {
    ...(type === undefined ? {} : { ContentType: type }),
    ...(metadata.length === 0
      ? {}
      : { Metadata: Object.fromEntries(metadata.map(([name, value]) => [name.slice(prefix.length), value])) }),
  };
}

function objectIn(input: Fields, call: Call): StoredObject | undefined {
  return call.shelf.get(bucketOf(input), keyOf(input)) as StoredObject | undefined;
}

function found(input: Fields, call: Call): StoredObject {
  const object = objectIn(input, call);
  if (object === undefined) throw noSuchKey();
  return object;
}

function noSuchKey(): ServiceFailure {
  return new ServiceFailure(refused('NoSuchKey', 'The specified key does not exist.', 404));
}

function headersOf({ Body, ContentType, Metadata = {} }: StoredObject): Readonly<Record<string, string>> {
  const metadata = Object.entries(Metadata).map(([name, value]) => [`x-amz-meta-${name}`, value]);
  const fixed = { etag: etagOf(Body), 'accept-ranges': 'bytes', 'content-length': String(Body.length) };
  return {
    ...fixed,
    'content-type': ContentType ?? 'binary/octet-stream',
    ...(Object.fromEntries(metadata) as Record<string, string>),
  };
}

function getObject(input: Fields, call: Call): RawAnswer {
  const object = found(input, call);
  const range = /^bytes=(\d*)-(\d*)$/.exec(call.request.headers['range'] ?? '');
  if (range === null) return rawAnswer(200, headersOf(object), object.Body);
  const size = object.Body.length;
  const [, from = '', to = ''] = range;
  const start = from === '' ? Math.max(0, size - Number(to)) : Number(from);
  const end = from === '' || to === '' ? size : Math.min(size, Number(to) + 1);
  if (start >= size) throw new ServiceFailure(refused('InvalidRange', 'The requested range is not satisfiable', 416));
  const part = object.Body.subarray(start, end);
  const headers = { 'content-range': `bytes ${start}-${end - 1}/${size}`, 'content-length': String(part.length) };
  return rawAnswer(206, { ...headersOf(object), ...headers }, part);
}

function headObject(input: Fields, call: Call): RawAnswer {
  const object = objectIn(input, call);
  return object === undefined ? rawAnswer(404) : rawAnswer(200, headersOf(object));
}

const parser = new XMLParser({ parseTagValue: false, isArray: (name) => name === 'Object' || name === 'Part' });

function documentOf(request: OutgoingRequest, root: string): Fields {
  const parsed: unknown = parser.parse(new TextDecoder().decode(objectBody(request)));
  return fieldsOf(fieldsOf(parsed)[root]);
}

function deleteObjects(input: Fields, call: Call): Fields {
  const keys = listOf(documentOf(call.request, 'Delete')['Object']).map(({ Key }) => textOf(Key));
  const failed = keys.filter((_, index) => call.fails(index, keys.length));
  const deleted = keys.filter((key) => !failed.includes(key));
  for (const key of deleted) call.shelf.remove(bucketOf(input), key);
  const error = { Code: 'InternalError', Message: 'We encountered an internal error. Please try again.' };
  return {
    DeleteResult: { Deleted: deleted.map((Key) => ({ Key })), Error: failed.map((Key) => ({ Key, ...error })) },
  };
}

function copyObject(input: Fields, call: Call): Fields {
  const source = decodeURIComponent(call.request.headers['x-amz-copy-source'] ?? '').replace(/^\//, '');
  const [Bucket = '', ...rest] = source.split('/');
  const object = found({ Bucket, Key: rest.join('/').replace(/\?versionId=.*$/, '') }, call);
  call.shelf.put(bucketOf(input), keyOf(input), object);
  return { CopyObjectResult: { ETag: etagOf(object.Body) } };
}

function listObjects(input: Fields, call: Call): Fields {
  const prefix = textOf(input['prefix']);
  const after = textOf(input['continuation-token']) || textOf(input['start-after']) || textOf(input['marker']);
  const most = Number(input['max-keys'] ?? 1000);
  const objects = call.shelf
    .entries(bucketOf(input))
    .filter(([key]) => key.startsWith(prefix) && key > after)
    .toSorted(([a], [b]) => (a < b ? -1 : 1));
  const page = objects.slice(0, most).map(([Key, object]) => {
    const { Body } = object as StoredObject;
    return { Key, Size: Body.length, ETag: etagOf(Body), StorageClass: 'STANDARD' };
  });
  const isTruncated = objects.length > page.length;
  const next = isTruncated ? page.at(-1)?.Key : undefined;
  const shared = {
    Name: bucketOf(input),
    Prefix: prefix,
    MaxKeys: most,
    KeyCount: page.length,
    IsTruncated: isTruncated,
  };
  return { ListBucketResult: { ...shared, NextContinuationToken: next, NextMarker: next, Contents: page } };
}

function uploadPart(input: Fields, call: Call): RawAnswer {
  const body = objectBody(call.request);
  call.memory.put(textOf(input['uploadId']), textOf(input['partNumber']), body);
  return rawAnswer(200, { etag: etagOf(body) });
}

function completeMultipartUpload(input: Fields, call: Call): Fields {
  const parts = listOf(documentOf(call.request, 'CompleteMultipartUpload')['Part']);
  const bodies = parts.map(({ PartNumber }) => call.memory.get(textOf(input['uploadId']), textOf(PartNumber)));
  const Body = Buffer.concat(bodies.filter((body): body is Uint8Array => types.isUint8Array(body)));
  call.shelf.put(bucketOf(input), keyOf(input), { Body: new Uint8Array(Body) });
  return {
    CompleteMultipartUploadResult: {
      Bucket: bucketOf(input),
      Key: keyOf(input),
      ETag: `${etagOf(Body).slice(0, -1)}-${bodies.length}"`,
    },
  };
}

function etagOf(body: Uint8Array): string {
  return `"${createHash('md5').update(body).digest('hex')}"`;
}
