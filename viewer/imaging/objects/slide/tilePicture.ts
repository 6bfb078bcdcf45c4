import { toRgba, voiFromInstance, type Voi } from '../../../../pixels/index.ts';
import type { FrameLoader } from '../../frames/frameLoader.ts';
import { FrameError } from '../../frames/loadedFrame.ts';
import { buildFrame } from '../../series/buildFrames.ts';
import type { SlideLevel, TilePlace } from './slideLevel.ts';

/**
 * The picture of one tile, without what of it lies beyond the edge of the slide; undefined where the slide has no tile there.
 * Rejects with a FrameError.
 */
export async function tilePicture(
  loader: FrameLoader,
  level: SlideLevel,
  place: TilePlace,
): Promise<HTMLCanvasElement | undefined> {
  const tile = level.frameOf(place);
  if (!tile) return undefined;
  const frame = buildFrame(tile.instance, tile.index);
  const width = Math.min(level.tileColumns, level.columns - place.column * level.tileColumns);
  const height = Math.min(level.tileRows, level.rows - place.row * level.tileRows);
  const loaded = await loader.load(frame).catch((error: unknown) => {
    const atEdge = width < level.tileColumns || height < level.tileRows;
    if (!atEdge || !(error instanceof FrameError) || error.stage !== 'decode') throw error;
    // Some scanners code the last tiles only as far as the slide goes, whatever Rows and Columns say.
    const image = { ...frame.image, columns: width, rows: height };
    return loader.load({ ...frame, imageId: `${frame.imageId}#cut`, image });
  });
  const { bitsStored, pixelRepresentation } = frame.image;
  const { center, width: range, function: voiFunction } = voiFromInstance(frame.instance) ?? wholeRange();
  const rgba = toRgba(loaded, { slope: 1, intercept: 0, center, width: range, voiFunction, invert: false });
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  canvas.getContext('2d')?.putImageData(new ImageData(rgba, loaded.columns, loaded.rows), 0, 0);
  return canvas;

  /** The same for all tiles, or they would not fit together. */
  function wholeRange(): Voi {
    if (loaded.samplesPerPixel > 1) return { center: 128, width: 256, function: 'linear' };
    const range = 2 ** bitsStored;
    return { center: pixelRepresentation === 1 ? 0 : range / 2, width: range, function: 'linear' };
  }
}
