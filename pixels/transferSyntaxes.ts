/** Which decoder reads it; `null`-like kinds (`video`, `jpeg-xl`, `none`) have none here. */
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
  '1.2.840.10008.1.2.4.92': encapsulated(
    'JPEG 2000 Part 2 Multi-component Lossless Only',
    'none',
    'image/jpx',
    'lossless',
  ),
  '1.2.840.10008.1.2.4.93': encapsulated('JPEG 2000 Part 2 Multi-component', 'none', 'image/jpx', 'lossy'),
  '1.2.840.10008.1.2.4.100': encapsulated('MPEG2 Main Profile, Main Level', 'video', 'video/mpeg', 'lossy'),
  '1.2.840.10008.1.2.4.101': encapsulated('MPEG2 Main Profile, High Level', 'video', 'video/mpeg', 'lossy'),
  '1.2.840.10008.1.2.4.102': encapsulated('MPEG-4 AVC/H.264 High Profile', 'video', 'video/mp4', 'lossy'),
  '1.2.840.10008.1.2.4.103': encapsulated(
    'MPEG-4 AVC/H.264 BD-compatible High Profile',
    'video',
    'video/mp4',
    'lossy',
  ),
  '1.2.840.10008.1.2.4.104': encapsulated(
    'MPEG-4 AVC/H.264 High Profile For 2D Video',
    'video',
    'video/mp4',
    'lossy',
  ),
  '1.2.840.10008.1.2.4.105': encapsulated(
    'MPEG-4 AVC/H.264 High Profile For 3D Video',
    'video',
    'video/mp4',
    'lossy',
  ),
  '1.2.840.10008.1.2.4.106': encapsulated(
    'MPEG-4 AVC/H.264 Stereo High Profile',
    'video',
    'video/mp4',
    'lossy',
  ),
  '1.2.840.10008.1.2.4.107': encapsulated('HEVC/H.265 Main Profile', 'video', 'video/mp4', 'lossy'),
  '1.2.840.10008.1.2.4.108': encapsulated('HEVC/H.265 Main 10 Profile', 'video', 'video/mp4', 'lossy'),
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
};

/** HTJ2K with RPCL Options Lossless Only (PS3.5 A.4.13): what frames are prepared in. */
export const htj2kRpclLossless = '1.2.840.10008.1.2.4.202';

/** Name and UID for messages: `JPEG-LS Lossless (1.2.840.10008.1.2.4.80)`. */
export function transferSyntaxName(uid: string): string {
  const known = transferSyntaxes[uid];
  return known ? `${known.name} (${uid})` : `"${uid}" (unknown)`;
}
