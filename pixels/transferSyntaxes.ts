/** Which decoder reads it; `video` and `none` have none here. */
export type TransferSyntaxKind =
  | 'little-endian'
  | 'big-endian'
  | 'deflated-frame'
  | 'rle'
  | 'jpeg'
  | 'jpeg-lossless'
  | 'jpeg-ls'
  | 'jpeg-2000'
  | 'htj2k'
  | 'jpeg-xl'
  | 'video'
  | 'none';

export interface TransferSyntax {
  name: string;
  /** Media type of one frame, PS3.18 8.7.3 */
  mediaType: string;
  /** The syntax allows lossy compression; whether the image is lossy says (0028,2110). */
  lossy: boolean;
  encapsulated: boolean;
  kind: TransferSyntaxKind;
  /** Why there is no decoder, where there is none. */
  notDecoded?: string;
}

const native = (name: string, kind: TransferSyntaxKind): TransferSyntax => ({
  name,
  mediaType: 'application/octet-stream',
  lossy: false,
  encapsulated: false,
  kind,
});

const encapsulated = (
  name: string,
  kind: TransferSyntaxKind,
  mediaType: string,
  fidelity: 'lossless' | 'lossy',
): TransferSyntax => ({ name, mediaType, lossy: fidelity === 'lossy', encapsulated: true, kind });

const video = (name: string, mediaType: string, coding: string): TransferSyntax => ({
  ...encapsulated(name, 'video', mediaType, 'lossy'),
  notDecoded: `it is a film in ${coding}, which is played and not decoded picture by picture`,
});

const undecoded = (
  name: string,
  mediaType: string,
  fidelity: 'lossless' | 'lossy',
  notDecoded: string,
): TransferSyntax => ({ ...encapsulated(name, 'none', mediaType, fidelity), notDecoded });

const part2 =
  'its components are transformed together as in JPEG 2000 part 2 (ISO/IEC 15444-2), for which there is no decoder';
const jpip = 'the pixels are not in the file but on a JPIP server';
const live = 'it is a live stream of uncompressed video over a network, not a file';

/** Retired in 2004 and never seen since; no decoder in use reads arithmetic coding or hierarchical frames. */
const retiredJpegs: Readonly<Record<string, TransferSyntax>> = Object.fromEntries(
  (
    [
      [52, 'JPEG Extended (Process 3 and 5)', 'lossy', 'arithmetic coding'],
      [54, 'JPEG Spectral Selection, Non-Hierarchical (Process 7 and 9)', 'lossy', 'arithmetic coding'],
      [56, 'JPEG Full Progression, Non-Hierarchical (Process 11 and 13)', 'lossy', 'arithmetic coding'],
      [58, 'JPEG Lossless, Non-Hierarchical (Process 15)', 'lossless', 'arithmetic coding'],
      [59, 'JPEG Extended, Hierarchical (Process 16 and 18)', 'lossy', 'hierarchical frames'],
      [60, 'JPEG Extended, Hierarchical (Process 17 and 19)', 'lossy', 'hierarchical frames'],
      [61, 'JPEG Spectral Selection, Hierarchical (Process 20 and 22)', 'lossy', 'hierarchical frames'],
      [62, 'JPEG Spectral Selection, Hierarchical (Process 21 and 23)', 'lossy', 'hierarchical frames'],
      [63, 'JPEG Full Progression, Hierarchical (Process 24 and 26)', 'lossy', 'hierarchical frames'],
      [64, 'JPEG Full Progression, Hierarchical (Process 25 and 27)', 'lossy', 'hierarchical frames'],
      [65, 'JPEG Lossless, Hierarchical (Process 28)', 'lossless', 'hierarchical frames'],
      [66, 'JPEG Lossless, Hierarchical (Process 29)', 'lossless', 'hierarchical frames'],
    ] as const
  ).map(([last, name, fidelity, what]) => [
    `1.2.840.10008.1.2.4.${last}`,
    undecoded(name, 'image/jpeg', fidelity, `its JPEG streams use ${what}, for which there is no decoder`),
  ]),
);

/** PS3.6 Annex A and PS3.5 Annex A: transfer syntaxes of images by UID. */
export const transferSyntaxes: Readonly<Record<string, TransferSyntax>> = {
  '1.2.840.10008.1.2': native('Implicit VR Little Endian', 'little-endian'),
  '1.2.840.10008.1.2.1': native('Explicit VR Little Endian', 'little-endian'),
  '1.2.840.10008.1.2.1.98': encapsulated(
    'Encapsulated Uncompressed Explicit VR Little Endian',
    'little-endian',
    'application/octet-stream',
    'lossless',
  ),
  // Deflate wraps the data set, not the frame: a frame taken out of it is plain little endian.
  '1.2.840.10008.1.2.1.99': native('Deflated Explicit VR Little Endian', 'little-endian'),
  '1.2.840.10008.1.2.2': native('Explicit VR Big Endian', 'big-endian'),
  '1.2.840.10008.1.2.8.1': encapsulated(
    'Deflated Image Frame Compression',
    'deflated-frame',
    'application/octet-stream',
    'lossless',
  ),
  '1.2.840.10008.1.2.5': encapsulated('RLE Lossless', 'rle', 'image/dicom-rle', 'lossless'),
  '1.2.840.10008.1.2.4.50': encapsulated('JPEG Baseline (Process 1)', 'jpeg', 'image/jpeg', 'lossy'),
  '1.2.840.10008.1.2.4.51': encapsulated('JPEG Extended (Process 2 and 4)', 'jpeg', 'image/jpeg', 'lossy'),
  '1.2.840.10008.1.2.4.53': encapsulated(
    'JPEG Spectral Selection, Non-Hierarchical (Process 6 and 8)',
    'jpeg',
    'image/jpeg',
    'lossy',
  ),
  '1.2.840.10008.1.2.4.55': encapsulated(
    'JPEG Full Progression, Non-Hierarchical (Process 10 and 12)',
    'jpeg',
    'image/jpeg',
    'lossy',
  ),
  '1.2.840.10008.1.2.4.57': encapsulated(
    'JPEG Lossless, Non-Hierarchical (Process 14)',
    'jpeg-lossless',
    'image/jpeg',
    'lossless',
  ),
  '1.2.840.10008.1.2.4.70': encapsulated(
    'JPEG Lossless, Non-Hierarchical, First-Order Prediction (Process 14, Selection Value 1)',
    'jpeg-lossless',
    'image/jpeg',
    'lossless',
  ),
  '1.2.840.10008.1.2.4.80': encapsulated('JPEG-LS Lossless', 'jpeg-ls', 'image/jls', 'lossless'),
  '1.2.840.10008.1.2.4.81': encapsulated('JPEG-LS Near-Lossless', 'jpeg-ls', 'image/jls', 'lossy'),
  '1.2.840.10008.1.2.4.90': encapsulated('JPEG 2000 Lossless Only', 'jpeg-2000', 'image/jp2', 'lossless'),
  '1.2.840.10008.1.2.4.91': encapsulated('JPEG 2000', 'jpeg-2000', 'image/jp2', 'lossy'),
  '1.2.840.10008.1.2.4.92': undecoded(
    'JPEG 2000 Part 2 Multi-component Lossless Only',
    'image/jpx',
    'lossless',
    part2,
  ),
  '1.2.840.10008.1.2.4.93': undecoded('JPEG 2000 Part 2 Multi-component', 'image/jpx', 'lossy', part2),
  '1.2.840.10008.1.2.4.94': undecoded('JPIP Referenced', 'image/jp2', 'lossy', jpip),
  '1.2.840.10008.1.2.4.95': undecoded('JPIP Referenced Deflate', 'image/jp2', 'lossy', jpip),
  '1.2.840.10008.1.2.4.100': video('MPEG2 Main Profile, Main Level', 'video/mpeg', 'MPEG-2'),
  '1.2.840.10008.1.2.4.100.1': video('Fragmentable MPEG2 Main Profile, Main Level', 'video/mpeg', 'MPEG-2'),
  '1.2.840.10008.1.2.4.101': video('MPEG2 Main Profile, High Level', 'video/mpeg', 'MPEG-2'),
  '1.2.840.10008.1.2.4.101.1': video('Fragmentable MPEG2 Main Profile, High Level', 'video/mpeg', 'MPEG-2'),
  '1.2.840.10008.1.2.4.102': video('MPEG-4 AVC/H.264 High Profile', 'video/mp4', 'H.264'),
  '1.2.840.10008.1.2.4.102.1': video('Fragmentable MPEG-4 AVC/H.264 High Profile', 'video/mp4', 'H.264'),
  '1.2.840.10008.1.2.4.103': video('MPEG-4 AVC/H.264 BD-compatible High Profile', 'video/mp4', 'H.264'),
  '1.2.840.10008.1.2.4.103.1': video(
    'Fragmentable MPEG-4 AVC/H.264 BD-compatible High Profile',
    'video/mp4',
    'H.264',
  ),
  '1.2.840.10008.1.2.4.104': video('MPEG-4 AVC/H.264 High Profile For 2D Video', 'video/mp4', 'H.264'),
  '1.2.840.10008.1.2.4.104.1': video(
    'Fragmentable MPEG-4 AVC/H.264 High Profile For 2D Video',
    'video/mp4',
    'H.264',
  ),
  '1.2.840.10008.1.2.4.105': video('MPEG-4 AVC/H.264 High Profile For 3D Video', 'video/mp4', 'H.264'),
  '1.2.840.10008.1.2.4.105.1': video(
    'Fragmentable MPEG-4 AVC/H.264 High Profile For 3D Video',
    'video/mp4',
    'H.264',
  ),
  '1.2.840.10008.1.2.4.106': video('MPEG-4 AVC/H.264 Stereo High Profile', 'video/mp4', 'H.264'),
  '1.2.840.10008.1.2.4.106.1': video(
    'Fragmentable MPEG-4 AVC/H.264 Stereo High Profile',
    'video/mp4',
    'H.264',
  ),
  '1.2.840.10008.1.2.4.107': video('HEVC/H.265 Main Profile', 'video/mp4', 'HEVC/H.265'),
  '1.2.840.10008.1.2.4.108': video('HEVC/H.265 Main 10 Profile', 'video/mp4', 'HEVC/H.265'),
  '1.2.840.10008.1.2.4.110': encapsulated('JPEG XL Lossless', 'jpeg-xl', 'image/jxl', 'lossless'),
  '1.2.840.10008.1.2.4.111': encapsulated('JPEG XL JPEG Recompression', 'jpeg-xl', 'image/jxl', 'lossy'),
  '1.2.840.10008.1.2.4.112': encapsulated('JPEG XL', 'jpeg-xl', 'image/jxl', 'lossy'),
  '1.2.840.10008.1.2.4.201': encapsulated('HTJ2K Lossless Only', 'htj2k', 'image/jphc', 'lossless'),
  '1.2.840.10008.1.2.4.202': encapsulated(
    'HTJ2K with RPCL Options Lossless Only',
    'htj2k',
    'image/jphc',
    'lossless',
  ),
  '1.2.840.10008.1.2.4.203': encapsulated('HTJ2K', 'htj2k', 'image/jphc', 'lossy'),
  '1.2.840.10008.1.2.4.204': undecoded('JPIP HTJ2K Referenced', 'image/jphc', 'lossy', jpip),
  '1.2.840.10008.1.2.4.205': undecoded('JPIP HTJ2K Referenced Deflate', 'image/jphc', 'lossy', jpip),
  '1.2.840.10008.1.2.7.1': undecoded(
    'SMPTE ST 2110-20 Uncompressed Progressive Active Video',
    'video/raw',
    'lossless',
    live,
  ),
  '1.2.840.10008.1.2.7.2': undecoded(
    'SMPTE ST 2110-20 Uncompressed Interlaced Active Video',
    'video/raw',
    'lossless',
    live,
  ),
  ...retiredJpegs,
};

/** In words, where `canDecode` says no. */
export const whyNotDecoded = (uid: string): string =>
  transferSyntaxes[uid]?.notDecoded ?? 'it is no transfer syntax of images that is known';

/** HTJ2K with RPCL Options Lossless Only (PS3.5 A.4.13): what frames are prepared in. */
export const htj2kRpclLossless = '1.2.840.10008.1.2.4.202';

/** Name and UID for messages: `JPEG-LS Lossless (1.2.840.10008.1.2.4.80)`. */
export function transferSyntaxName(uid: string): string {
  const known = transferSyntaxes[uid];
  return known ? `${known.name} (${uid})` : `"${uid}" (unknown)`;
}
