/** The filters of a mapping; a record passes when it matches at least one, or when there are none. */
export interface FilterCriteria {
  readonly Filters?: readonly Filter[] | undefined;
}

/** A filter as AWS's API takes it: the pattern is JSON text, not an object. */
export interface Filter {
  readonly Pattern?: string | undefined;
}
