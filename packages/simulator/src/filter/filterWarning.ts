/** Something AWS accepts and that will not do what it seems to. */
export interface FilterWarning {
  readonly code:
    | 'UnknownField'
    | 'MissingTypeLetter'
    | 'NotALeaf'
    | 'NumericOnText'
    | 'TypeMismatch'
    | 'ImpossibleValue'
    | 'ImageNeverThere'
    | 'LeafReplaced'
    | 'FilterQuota';
  /** One sentence on what happens and one on what to write instead, with the filter and the path. */
  readonly message: string;
}
