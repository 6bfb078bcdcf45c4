import OpenSeadragon from 'openseadragon';
import { tilePicture, type FrameLoader, type Slide } from '../../../../imaging/index.ts';

export interface SlideChoice {
  plane: number;
  path: number;
}

/**
 * A slide as OpenSeadragon reads pictures in levels: the tiles are frames, fetched when they come into sight and decoded as every
 * other image of the page. Its level 0 is the smallest, ours the largest. Levels may be of any sizes.
 */
export function slideSource(
  loader: FrameLoader,
  { levels }: Slide,
  { plane, path }: SlideChoice,
): OpenSeadragon.TileSource {
  const [largest] = levels;
  if (!largest) throw new RangeError('the slide has no level');
  const levelAt = (level: number) => levels[levels.length - 1 - level] ?? largest;
  const source = new OpenSeadragon.TileSource({
    width: largest.columns,
    height: largest.rows,
    tileWidth: largest.tileColumns,
    tileHeight: largest.tileRows,
    minLevel: 0,
    maxLevel: levels.length - 1,
  } as OpenSeadragon.TileSourceOptions);
  return Object.assign(source, {
    getLevelScale: (level: number) => levelAt(level).columns / largest.columns,
    getTileWidth: (level: number) => levelAt(level).tileColumns,
    getTileHeight: (level: number) => levelAt(level).tileRows,
    getNumTiles: (level: number) => {
      const { tilesAcross, tilesDown } = levelAt(level);
      return new OpenSeadragon.Point(tilesAcross, tilesDown);
    },
    /** In parts of the whole picture, which is one wide. A level's own size counts: it is rounded to whole pixels. */
    getTileBounds: (level: number, x: number, y: number, isSource?: boolean) => {
      const { columns, rows, tileColumns, tileRows } = levelAt(level);
      const [left, top] = [x * tileColumns, y * tileRows];
      const width = Math.min(tileColumns, columns - left);
      const height = Math.min(tileRows, rows - top);
      if (isSource) return new OpenSeadragon.Rect(0, 0, width, height);
      const tall = largest.rows / largest.columns / rows;
      return new OpenSeadragon.Rect(left / columns, top * tall, width / columns, height * tall);
    },
    tileExists: (level: number, x: number, y: number) =>
      level >= 0 &&
      level < levels.length &&
      levelAt(level).frameOf({ column: x, row: y, plane, path }) !== undefined,
    /** A name, not an address: tiles are known by it. */
    getTileUrl: (level: number, x: number, y: number) =>
      `yunying-tile:${levelAt(level).sopInstanceUid}/${plane}/${path}/${x}/${y}`,
    hasTransparency: () => false,
    downloadTileStart: (job: OpenSeadragon.ImageJob) => {
      const { level, x, y } = (job as unknown as { tile: { level: number; x: number; y: number } }).tile;
      tilePicture(loader, levelAt(level), { column: x, row: y, plane, path }).then(
        (picture) => {
          const context = picture?.getContext('2d');
          const made = job as unknown as {
            finish(data: unknown, request: null, type: string): void;
            fail(message: string, request: null): void;
          };
          if (context) made.finish(context, null, 'context2d');
          else made.fail('the slide has no tile here', null);
        },
        (error: unknown) =>
          (job as unknown as { fail(message: string, request: null): void }).fail(String(error), null),
      );
    },
    // What is on its way arrives: it will be looked at soon.
    downloadTileAbort: () => undefined,
  });
}
