/** Something AWS accepts and that will not do what it seems to. */
export interface FilterWarning {
  readonly code:
    | 'unknownField'
    | 'missingTypeLetter'
    | 'notALeaf'
    | 'numericOnText'
    | 'typeMismatch'
    | 'impossibleValue'
    | 'imageNeverThere'
    | 'leafReplaced'
    | 'filterQuota';
  /** One sentence on what happens and one on what to write instead, with the filter and the path. */
  readonly message: string;
}
