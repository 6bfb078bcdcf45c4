export type FrameValues =
  | Uint8Array<ArrayBuffer>
  | Int8Array<ArrayBuffer>
  | Uint16Array<ArrayBuffer>
  | Int16Array<ArrayBuffer>
  | Uint32Array<ArrayBuffer>
  | Int32Array<ArrayBuffer>
  | Float32Array<ArrayBuffer>
  | Float64Array<ArrayBuffer>;

/** One data set in the DICOM JSON Model, PS3.18 Annex F: keys are tags of eight upper-case hex digits. */
export type DicomJson = Record<string, DicomJsonElement>;

export interface DicomJsonElement {
  vr: string;
  Value?: unknown[];
  BulkDataURI?: string;
  InlineBinary?: string;
}

/** What decoding a frame needs of the Image Pixel Module, PS3.3 C.7.6.3. */
export interface ImagePixelModule {
  rows: number;
  columns: number;
  samplesPerPixel: number;
  photometricInterpretation: string;
  planarConfiguration: 0 | 1;
  bitsAllocated: number;
  bitsStored: number;
  highBit: number;
  pixelRepresentation: 0 | 1;
  numberOfFrames: number;
  /** Float (7FE0,0008) or Double Float Pixel Data (7FE0,0009), PS3.3 C.7.6.24 and C.7.6.25. */
  floatingPoint?: boolean;
  /** VR of Pixel Data where known: in big endian, 8-bit samples in OW come with their bytes swapped (PS3.5 A.3). */
  pixelDataVr?: string;
  /** Of an image whose frames are tiles of it (0048,0006 and 0048,0007). */
  totalPixelMatrix?: { rows: number; columns: number };
}

export interface DecodedFrame {
  /** Stored values, sign-extended, unused high bits cleared; rows x columns x samplesPerPixel, colour by pixel. */
  values: FrameValues;
  rows: number;
  columns: number;
  samplesPerPixel: number;
  /** After decoding: MONOCHROME1, MONOCHROME2, PALETTE COLOR (values are indices) or RGB. */
  photometricInterpretation: string;
  /** Bits of each sample that carry a value: 8 for 8-bit colour. */
  bitsStored: number;
}
