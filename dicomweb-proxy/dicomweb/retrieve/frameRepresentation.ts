import { transferSyntaxes } from '../../../pixels/index.ts';
import { covers, parseMediaRanges, type MediaRange } from '../mediaRanges.ts';
import { notAcceptable } from '../problems.ts';

/** How frames leave: as stored or decoded to Explicit VR Little Endian, alone or as parts of multipart/related. */
export interface FrameRepresentation {
  readonly form: 'stored' | 'decoded';
  readonly multipart: boolean;
  readonly mediaType: string;
  readonly transferSyntaxUid: string;
}

const octets = 'application/octet-stream';
const explicitLittleEndian = '1.2.840.10008.1.2.1';
/** Frames of these are the same bytes as in Explicit VR Little Endian; PS3.18 8.7.3.5.2 wants them called so. */
const sameAsExplicitLittleEndian = new Set([
  '1.2.840.10008.1.2',
  explicitLittleEndian,
  '1.2.840.10008.1.2.1.99',
]);

/**
 * Content negotiation for frames, PS3.18 8.7.3 to 8.7.5. Stored is preferred to decoded wherever the client takes it.
 * `application/octet-stream` without a transfer syntax means Explicit VR Little Endian; an image type without one
 * means whatever it is stored in.
 * @param accept the Accept header
 * @throws HttpProblem 406 that says what there is
 */
export function frameRepresentation(
  accept: string | undefined,
  storedTransferSyntax: string,
  frameCount: number,
): FrameRepresentation {
  const stored = sameAsExplicitLittleEndian.has(storedTransferSyntax)
    ? explicitLittleEndian
    : storedTransferSyntax;
  const mediaType = transferSyntaxes[storedTransferSyntax]?.mediaType ?? octets;
  const ranges = accept?.trim() ? parseMediaRanges(accept) : [];
  if (ranges.length === 0) ranges.push({ type: '*/*', parameters: {}, quality: 1 });
  const asStored = { form: 'stored', mediaType, transferSyntaxUid: stored } as const;
  const asDecoded = {
    form: 'decoded',
    mediaType: octets,
    transferSyntaxUid: explicitLittleEndian,
  } as const;
  for (const representation of [asStored, asDecoded]) {
    for (const range of ranges) {
      const inner = innerRange(range);
      const multipart = range.type === 'multipart/related' || frameCount > 1;
      // Several frames have no single-part form; who takes anything takes multipart too.
      if (multipart && range.type !== 'multipart/related' && range.type !== '*/*') continue;
      if (takes(inner, representation.mediaType, representation.transferSyntaxUid, storedTransferSyntax)) {
        return { ...representation, multipart };
      }
    }
  }
  throw notAcceptable(
    `The frame is stored as ${mediaType}; transfer-syntax=${stored} and can be decoded to ` +
      `${octets}; transfer-syntax=${explicitLittleEndian}. Accept one of these, or transfer-syntax=*`,
  );
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
  storedTransferSyntax: string,
): boolean {
  const wanted = range.transferSyntax;
  if (wanted === '*') {
    // "application/octet-stream; transfer-syntax=*" asks for the bytes as they are, whatever their type.
    return covers(range.type, mediaType) || range.type === octets;
  }
  if (!covers(range.type, mediaType) && !(range.type === octets && wanted !== undefined)) return false;
  if (wanted !== undefined) return wanted === transferSyntaxUid || wanted === storedTransferSyntax;
  return range.type !== octets || transferSyntaxUid === explicitLittleEndian;
}
