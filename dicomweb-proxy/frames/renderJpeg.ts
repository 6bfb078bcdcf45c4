import sharp from 'sharp';
import {
  coverPicture,
  toDisplay,
  voiFromValues,
  type DecodedFrame,
  type FrameValues,
} from '../../pixels/index.ts';
import { coverFrom } from './coverFrom.ts';
import type { FramePresentation, JpegSize } from './jobs.ts';

// The pool has as many threads as there should be; libvips shall not add its own.
sharp.concurrency(1);
sharp.cache(false);

const defaultQuality = 85;

/**
 * A JPEG of a decoded frame, PS3.18 8.3.5: windowed, shutter and overlays laid over it, scaled to fit, pixels made square.
 * @param cells the pixel cells whole, where overlays are in them
 */
export async function renderJpeg(
  frame: DecodedFrame,
  presentation: FramePresentation,
  size: JpegSize,
  cells?: FrameValues,
): Promise<Uint8Array<ArrayBuffer>> {
  const { modality, padding, invert = false, palette, voiTable, presentationTable } = presentation;
  const voi = presentation.voi ?? voiFromValues(frame, modality, padding);
  const { values, samplesPerPixel } = toDisplay(frame, {
    slope: modality.slope,
    intercept: modality.intercept,
    modalityTable: modality.table,
    voiTable,
    presentationTable,
    padding,
    center: voi.center,
    width: voi.width,
    voiFunction: voi.function,
    invert,
    ...(palette && { palette }),
  });
  coverPicture(values, frame, samplesPerPixel, coverFrom(presentation, cells));
  const target = targetSize(frame, presentation.pixelAspectRatio ?? 1, size);
  const picture = sharp(values, {
    raw: { width: frame.columns, height: frame.rows, channels: samplesPerPixel },
    limitInputPixels: false,
  });
  if (target.width !== frame.columns || target.height !== frame.rows) {
    picture.resize({ ...target, fit: 'fill' });
  }
  const jpeg = await picture
    .toColourspace(samplesPerPixel === 1 ? 'b-w' : 'srgb')
    .jpeg({ quality: size.quality ?? defaultQuality, chromaSubsampling: '4:4:4' })
    .toBuffer();
  return new Uint8Array(jpeg);
}

/** Width and height in pixels of the picture; `pixelAspectRatio` is the height of a source pixel by its width. */
export function targetSize(
  { rows, columns }: { rows: number; columns: number },
  pixelAspectRatio: number,
  { maxWidth = Infinity, maxHeight = Infinity, enlarge = false }: JpegSize,
): { width: number; height: number } {
  // Square pixels by stretching the shorter side, so that nothing of the source is lost.
  const width = columns * Math.max(1, 1 / pixelAspectRatio);
  const height = rows * Math.max(1, pixelAspectRatio);
  const fit = Math.min(maxWidth / width, maxHeight / height);
  const scale = Number.isFinite(fit) ? (enlarge ? fit : Math.min(1, fit)) : 1;
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}
