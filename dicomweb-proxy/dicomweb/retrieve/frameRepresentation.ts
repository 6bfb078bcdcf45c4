import { htj2kRpclLossless, transferSyntaxes } from '../../../pixels/index.ts';
import { covers, parseMediaRanges, type MediaRange } from '../mediaRanges.ts';
import { notAcceptable } from '../problems.ts';

/**
 * How frames leave: as stored, as HTJ2K prepared from it, or decoded to Explicit VR Little Endian; alone or as parts of
 * multipart/related.
 */
export interface FrameRepresentation {
  readonly form: 'stored' | 'htj2k' | 'decoded';
  readonly multipart: boolean;
  readonly mediaType: string;
  readonly transferSyntaxUid: string;
  /** The whole Content-Type of the frame. */
  readonly contentType: string;
}

const octets = 'application/octet-stream';
const explicitLittleEndian = '1.2.840.10008.1.2.1';
/** Frames of these are the same bytes as in Explicit VR Little Endian; PS3.18 8.7.3.5.2 wants them called so. */
const sameAsExplicitLittleEndian = new Set([
  '1.2.840.10008.1.2',
  explicitLittleEndian,
  '1.2.840.10008.1.2.1.99',
  '1.2.840.10008.1.2.2',
]);

/**
 * Content negotiation for frames, PS3.18 8.7.3 to 8.7.5: all that the client takes, what to send first. Stored is
 * preferred to decoded wherever the client takes it. HTJ2K is for who names it, by media type or transfer syntax, and
 * prefers it at least as much as the stored form; there may be none of a frame, so what follows it counts too.
 * `application/octet-stream` without a transfer syntax means Explicit VR Little Endian; an image type without one
 * means whatever it is stored in.
 * @param accept the Accept header
 */
export function frameRepresentations(
  accept: string | undefined,
  storedTransferSyntax: string,
  frameCount: number,
): FrameRepresentation[] {
  const ranges = accept?.trim() ? parseMediaRanges(accept) : [];
  if (ranges.length === 0) ranges.push({ type: '*/*', parameters: {}, quality: 1 });
  const find = (form: FrameForm): Choice | undefined =>
    choiceOf(form, ranges, storedTransferSyntax, frameCount);
  const stored = find(storedForm(storedTransferSyntax));
  const decoded = find(decodedForm);
  const htj2k = storedTransferSyntax === htj2kRpclLossless ? undefined : find(htj2kForm);
  const first = htj2k && htj2k.quality >= (stored?.quality ?? 0) ? [htj2k, stored] : [stored, htj2k];
  return [...first, decoded].filter((choice) => choice !== undefined);
}

/** @throws HttpProblem 406 that says what there is */
export function refuseAll(storedTransferSyntax: string, whyNotHtj2k?: string): never {
  const { mediaType, transferSyntaxUid } = storedForm(storedTransferSyntax);
  const htj2k =
    whyNotHtj2k === undefined
      ? `as ${htj2kForm.mediaType}; transfer-syntax=${htj2kRpclLossless} where that is possible, `
      : `not as HTJ2K (${whyNotHtj2k}), `;
  throw notAcceptable(
    `The frame can be had as stored, ${mediaType}; transfer-syntax=${transferSyntaxUid}, ${htj2k}` +
      `or decoded, ${octets}; transfer-syntax=${explicitLittleEndian}. Accept one of these, or transfer-syntax=*`,
  );
}

type FrameForm = Pick<FrameRepresentation, 'form' | 'mediaType' | 'transferSyntaxUid'>;
type Choice = FrameRepresentation & { readonly quality: number };

const decodedForm: FrameForm = {
  form: 'decoded',
  mediaType: octets,
  transferSyntaxUid: explicitLittleEndian,
};
const htj2kForm: FrameForm = {
  form: 'htj2k',
  mediaType: 'image/jphc',
  transferSyntaxUid: htj2kRpclLossless,
};
const storedForm = (uid: string): FrameForm => ({
  form: 'stored',
  mediaType: transferSyntaxes[uid]?.mediaType ?? octets,
  transferSyntaxUid: sameAsExplicitLittleEndian.has(uid) ? explicitLittleEndian : uid,
});

function choiceOf(
  { form, mediaType, transferSyntaxUid }: FrameForm,
  ranges: readonly MediaRange[],
  storedTransferSyntax: string,
  frameCount: number,
): Choice | undefined {
  for (const range of ranges) {
    const inner = innerRange(range);
    const multipart = range.type === 'multipart/related' || frameCount > 1;
    // Several frames have no single-part form; who takes anything takes multipart too.
    if (multipart && range.type !== 'multipart/related' && range.type !== '*/*') continue;
    const named = inner.type === mediaType || inner.transferSyntax === transferSyntaxUid;
    if (form === 'htj2k' && !named) continue;
    const alias = form === 'htj2k' ? transferSyntaxUid : storedTransferSyntax;
    if (!takes(inner, mediaType, transferSyntaxUid, alias)) continue;
    const contentType = `${mediaType}; transfer-syntax=${transferSyntaxUid}`;
    return { form, multipart, mediaType, transferSyntaxUid, contentType, quality: range.quality };
  }
  return undefined;
}

/** Names from before they were registered, which clients still use. */
const olderNames: Readonly<Record<string, string>> = {
  'image/x-jls': 'image/jls',
  'image/x-dicom-rle': 'image/dicom-rle',
  'image/jhc': 'image/jphc',
};

/** What is inside multipart/related, or the range itself. */
function innerRange({ type, parameters }: MediaRange): { type: string; transferSyntax: string | undefined } {
  const inner = type === 'multipart/related' ? (parameters.type ?? '*/*') : type;
  // Some clients write the transfer syntax into the quoted type.
  const [first] = parseMediaRanges(inner);
  return {
    type: olderNames[first?.type ?? ''] ?? first?.type ?? '*/*',
    transferSyntax: parameters['transfer-syntax'] ?? first?.parameters['transfer-syntax'],
  };
}

function takes(
  range: { type: string; transferSyntax: string | undefined },
  mediaType: string,
  transferSyntaxUid: string,
  alias: string,
): boolean {
  const wanted = range.transferSyntax;
  if (wanted === '*') {
    // "application/octet-stream; transfer-syntax=*" asks for the bytes as they are, whatever their type.
    return covers(range.type, mediaType) || range.type === octets;
  }
  if (!covers(range.type, mediaType) && !(range.type === octets && wanted !== undefined)) return false;
  if (wanted !== undefined) return wanted === transferSyntaxUid || wanted === alias;
  return range.type !== octets || transferSyntaxUid === explicitLittleEndian;
}
