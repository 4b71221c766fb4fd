import type { Call } from './call.ts';
import type { Eventually } from './eventually.ts';
import type { Fields } from './fields.ts';
import type { OutgoingRequest } from './outgoingRequest.ts';
import type { RawAnswer } from './rawAnswer.ts';

/** The protocols in which AWS's services are spoken to. */
export type Protocol = 'json' | 'query' | 'restJson' | 'restXml' | 'cbor';

/** One service of AWS as a table: how to know it, what it does, how it refuses. */
export interface Service {
  /** What its effects are called after, such as `sqs`. */
  readonly name: string;
  /** The protocol of requests that do not show theirs. */
  readonly protocol: Protocol;
  /** What stands before the operation in `X-Amz-Target`, and the service in the path of CBOR. */
  readonly target?: string;
  /** What its requests are signed for. */
  readonly signedAs: string;
  /** The beginning of its hosts, after what is in front of it (a bucket), such as `sqs`. */
  readonly hosts: RegExp;
  readonly xmlNamespace?: string;
  /** The names that the elements of a list have in the query protocol, by `Operation.List`; others are `member`. */
  readonly elementNames?: Readonly<Record<string, string>>;
  /** What a list or map is called in queries, such as `Attribute` for `Attributes`. */
  readonly queryNames?: Readonly<Record<string, string>>;
  /** For protocols that have bytes: what is in base64 among the fields that are answered. */
  readonly withBytes?: (fields: Fields) => Fields;
  readonly refusal: Failure;
  readonly throttling: Failure;
  readonly operations: Readonly<Record<string, Operation>>;
  /** For services whose operation is neither a header nor a path of a table: S3. */
  locate?(request: OutgoingRequest): Located | undefined;
}

/** One thing that a service can be asked for. */
export interface Operation {
  readonly kind: 'read' | 'write';
  /** Of services that speak REST: the method and the path, with `{Names}`. */
  readonly route?: readonly [method: string, path: string];
  /** What it is about, such as the name of the queue. */
  readonly about?: (input: Fields) => string | undefined;
  /** Whether some of it can fail, in an answer that says so. */
  readonly canFailPartly?: boolean;
  /** Does it, and says what the service answers: fields, or an answer as it stands. Nothing: an empty answer. */
  readonly answer?: (input: Fields, call: Call) => Eventually<Fields | RawAnswer | undefined>;
}

/** An error as the service words it. */
export interface Failure {
  readonly code: string;
  readonly status: number;
  readonly message: string;
  /** The code in the query protocol, where it differs. */
  readonly queryCode?: string;
}

/** Which operation a request asks for, and with what. */
export interface Located {
  readonly operation: string;
  readonly input: Fields;
}
