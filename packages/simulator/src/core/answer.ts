/** What came back from one attempt to send a batch. */
export type Answer =
  | {
      readonly kind: 'returned';
      readonly response: unknown;
      readonly responseBytes: number;
      /** S60: what the answer settles is forgotten before it is kept, so that its batch comes again. */
      readonly isForgotten?: true;
    }
  | { readonly kind: 'functionError'; readonly error: FunctionError }
  | { readonly kind: 'timeout' }
  | { readonly kind: 'rejected'; readonly reason: RejectionReason };

/** Why a batch never reached the function; costs no retry (S29). */
export type RejectionReason = 'throttle' | 'serviceError';

/** A thrown value as Lambda's Node.js runtime reports it. */
export interface FunctionError {
  readonly errorType: string;
  readonly errorMessage: string;
}
