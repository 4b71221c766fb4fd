/** The faults that a whole attempt can have, by name; `Fault` says what each is. */
export const attemptFaults = ['throttle', 'serviceError', 'timeout', 'crash', 'redeliver'] as const;
