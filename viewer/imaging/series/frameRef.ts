import type {
  DicomJson,
  ImagePixelModule,
  LookupTable,
  PaletteColorLut,
  PixelPadding,
} from '../../../pixels/index.ts';
import type { FramePlane } from '../geometry/framePlane.ts';
import type { DerivedSlice } from '../volume/derivedSlice.ts';

/** One frame of a series: where it is fetched, what it is a picture of, how its values are to be read. */
export interface FrameRef {
  /** Key of the frame in the page and in the engine: `yunying:` and the frame's path. */
  readonly imageId: string;
  readonly studyInstanceUid: string;
  readonly seriesInstanceUid: string;
  readonly sopInstanceUid: string;
  /** 1-based, as in PS3.18. */
  readonly frameNumber: number;
  readonly instanceNumber: number | undefined;
  readonly modality: string;
  readonly frameOfReferenceUid: string | undefined;
  /** Absent where the frame has no place in the patient. */
  readonly plane: FramePlane | undefined;
  /** mm between row centres and column centres; absent where unknown. */
  readonly pixelSpacing: { row: number; column: number } | undefined;
  /** The shape of a pixel for drawing: in mm where known, else after Pixel Aspect Ratio (0028,0034). */
  readonly drawnSpacing: { row: number; column: number };
  readonly sliceThicknessMm: number | undefined;
  readonly image: ImagePixelModule;
  /** Of PALETTE COLOR images. */
  readonly palette: PaletteColorLut | undefined;
  /** From stored to modality values: linear, or by a Modality LUT Sequence. */
  readonly rescale: { slope: number; intercept: number; table?: LookupTable };
  /** Stored values that lie outside of the image. */
  readonly padding: PixelPadding | undefined;
  /** Bits of the pixel cells that are overlays (retired). */
  readonly overlayBits: readonly number[];
  /** What the image asks for and cannot be done, as its data cannot be read. */
  readonly unreadable: readonly ('modality-lut' | 'voi-lut')[];
  /** Unit of the modality values: `HU`, `BQML`, … or empty where there is none. */
  readonly unit: string;
  /** The source has been compressed with loss, (0028,2110). */
  readonly lossySource: boolean;
  readonly instance: DicomJson;
  /** Set where the picture is not stored but computed of a volume: how. */
  readonly derived?: DerivedSlice;
}
