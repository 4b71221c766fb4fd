import { counted } from '@millrace/simulator';

/** The images that records hold. */
export interface SeenImages {
  /** How many records could hold a new image (INSERT, MODIFY) or an old one (MODIFY, REMOVE), and how many do. */
  readonly couldHoldNew: number;
  readonly holdNew: number;
  readonly couldHoldOld: number;
  readonly holdOld: number;
}

interface Imaged {
  readonly eventName?: string | undefined;
  readonly dynamodb?: { readonly NewImage?: unknown; readonly OldImage?: unknown } | undefined;
}

/** Counts the images of one more record. */
export function alsoSeen(seen: SeenImages, { eventName, dynamodb }: Imaged): SeenImages {
  const one = (is: boolean): number => (is ? 1 : 0);
  return {
    couldHoldNew: seen.couldHoldNew + one(eventName !== 'REMOVE'),
    holdNew: seen.holdNew + one(dynamodb?.NewImage !== undefined),
    couldHoldOld: seen.couldHoldOld + one(eventName !== 'INSERT'),
    holdOld: seen.holdOld + one(dynamodb?.OldImage !== undefined),
  };
}

export const nothingSeen: SeenImages = { couldHoldNew: 0, holdNew: 0, couldHoldOld: 0, holdOld: 0 };

/**
 * Where the stream view type of the deployed table and the images of a recording do not go together, in one sentence: the
 * handler then meets other records here than on AWS. `undefined` where they do, or the view is not known.
 */
export function viewMismatch(view: string | undefined, seen: SeenImages): string | undefined {
  if (view === undefined) return undefined;
  const wantsNew = view === 'NEW_IMAGE' || view === 'NEW_AND_OLD_IMAGES';
  const wantsOld = view === 'OLD_IMAGE' || view === 'NEW_AND_OLD_IMAGES';
  const surplus = [
    ...(!wantsNew && seen.holdNew > 0 ? [`NewImage (${counted(seen.holdNew, 'record')})`] : []),
    ...(!wantsOld && seen.holdOld > 0 ? [`OldImage (${counted(seen.holdOld, 'record')})`] : []),
  ];
  const missing = [
    ...(wantsNew && seen.couldHoldNew > 0 && seen.holdNew === 0 ? ['NewImage'] : []),
    ...(wantsOld && seen.couldHoldOld > 0 && seen.holdOld === 0 ? ['OldImage'] : []),
  ];
  if (surplus.length === 0 && missing.length === 0) return undefined;
  const told = [
    ...(surplus.length > 0 ? [`holds ${surplus.join(' and ')}, which the deployed stream does not send`] : []),
    ...(missing.length > 0 ? [`has no ${missing.join(' and no ')}, which the deployed stream sends`] : []),
  ];
  return `The template gives the table StreamViewType ${view}, and the recording ${told.join('; it ')}. What the handler does here is not what it does there.`;
}
