import type { OutgoingRequest } from '../outgoingRequest.ts';
import type { Located } from '../service.ts';

/** What a request to S3 asks for: the bucket is in the host or begins the path, the operation is in method and query. */
export function locateS3({ method, url, headers }: OutgoingRequest): Located {
  const inHost = /^(.+?)\.s3[.-]/.exec(url.hostname)?.[1];
  const [first = '', ...rest] = url.pathname.slice(1).split('/');
  const Bucket = inHost ?? decodeURIComponent(first);
  const Key = decodeURIComponent(inHost === undefined ? rest.join('/') : url.pathname.slice(1));
  const query = Object.fromEntries(url.searchParams);
  const named = Object.fromEntries(Object.entries(query).filter(([name]) => !/^(x-id|X-Amz-.*)$/i.test(name)));
  const operation = operationOf(method, Bucket, Key, query, headers);
  return { operation, input: { Bucket, ...(Key === '' ? {} : { Key }), ...named } };
}

function operationOf(
  method: string,
  bucket: string,
  key: string,
  query: Readonly<Record<string, string>>,
  headers: OutgoingRequest['headers'],
): string {
  const has = (name: string): boolean => name in query;
  if (bucket === '') return 'ListBuckets';
  switch (`${method}${key === '' ? ' bucket' : ''}`) {
    case 'GET bucket':
      if (has('location')) return 'GetBucketLocation';
      return query['list-type'] === '2' ? 'ListObjectsV2' : 'ListObjects';
    case 'PUT bucket':
      return 'CreateBucket';
    case 'HEAD bucket':
      return 'HeadBucket';
    case 'DELETE bucket':
      return 'DeleteBucket';
    case 'POST bucket':
      return has('delete') ? 'DeleteObjects' : 'PostObject';
    case 'GET':
      return has('tagging') ? 'GetObjectTagging' : 'GetObject';
    case 'HEAD':
      return 'HeadObject';
    case 'PUT':
      if (has('uploadId')) return 'UploadPart';
      if (has('tagging')) return 'PutObjectTagging';
      return headers['x-amz-copy-source'] === undefined ? 'PutObject' : 'CopyObject';
    case 'DELETE':
      return has('uploadId') ? 'AbortMultipartUpload' : 'DeleteObject';
    case 'POST':
      return has('uploads') ? 'CreateMultipartUpload' : 'CompleteMultipartUpload';
    default:
      return method;
  }
}
