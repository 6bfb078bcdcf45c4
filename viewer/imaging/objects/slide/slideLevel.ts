import { frameAttributes, type DicomJson } from '../../../../pixels/index.ts';
import { number, numbers, sequence, string } from '../../../dicomweb/index.ts';

/** One resolution of a slide: tiles of one size that cover a Total Pixel Matrix (PS3.3 C.8.12.4.1.1). */
export interface SlideLevel {
  readonly sopInstanceUid: string;
  readonly columns: number;
  readonly rows: number;
  readonly tileColumns: number;
  readonly tileRows: number;
  readonly tilesAcross: number;
  readonly tilesDown: number;
  /** Size of a pixel, mm; undefined where not said. */
  readonly mmPerPixel: { readonly column: number; readonly row: number } | undefined;
  /** How many focal planes and optical paths its frames have. */
  readonly planes: number;
  readonly paths: number;
  /** Of a tile (0-based) which frame it is; undefined where there is none (sparse), which is background. */
  frameOf(tile: TilePlace): TileFrame | undefined;
}

export interface TilePlace {
  column: number;
  row: number;
  plane: number;
  path: number;
}

/** @property index 0-based frame of `instance` */
export interface TileFrame {
  readonly instance: DicomJson;
  readonly index: number;
}

/**
 * A level from its instance, or from those it was cut into (concatenation, PS3.3 C.7.6.16.2.2.4).
 * @throws RangeError where the tiles' places cannot be known
 */
export function slideLevel(instances: readonly [DicomJson, ...DicomJson[]]): SlideLevel {
  const [instance] = instances;
  const columns = number(instance, '00480006') ?? 0;
  const rows = number(instance, '00480007') ?? 0;
  const tileColumns = number(instance, '00280011') ?? 0;
  const tileRows = number(instance, '00280010') ?? 0;
  if (tileColumns < 1 || tileRows < 1)
    throw new RangeError(
      `Rows (0028,0010) and Columns (0028,0011) of a tile are ${tileRows} and ${tileColumns}`,
    );
  const tilesAcross = Math.ceil(columns / tileColumns);
  const tilesDown = Math.ceil(rows / tileRows);
  const size = { columns, rows, tileColumns, tileRows, tilesAcross, tilesDown };
  const planes = Math.max(1, number(instance, '00480303') ?? 1);
  const paths = Math.max(1, number(instance, '00480302') ?? sequence(instance, '00480105').length);
  const frames = instances
    .map((one) => ({ one, offset: number(one, '00209228') ?? 0 }))
    .toSorted((a, b) => a.offset - b.offset)
    .flatMap(({ one }) =>
      Array.from({ length: frameCount(one) }, (_, index): TileFrame => ({ instance: one, index })),
    );
  const perPlane = tilesAcross * tilesDown;
  const sparse = isSparse(instance, frames.length, perPlane)
    ? sparseTiles(frames, { tileColumns, tileRows }, opticalPathIds(instance))
    : undefined;
  return {
    sopInstanceUid: string(instance, 'SOPInstanceUID') ?? '',
    ...size,
    mmPerPixel: pixelSize(instance, columns, rows),
    planes,
    paths,
    frameOf: ({ column, row, plane, path }) =>
      sparse
        ? sparse.get(keyOf(column, row, plane, path))
        : // TILED_FULL: along rows, then down, then through the focal planes, then the optical paths (PS3.3 C.7.6.17.3).
          frames[(path * planes + plane) * perPlane + row * tilesAcross + column],
  };
}

const frameCount = (instance: DicomJson): number => Math.max(1, number(instance, '00280008') ?? 1);
const keyOf = (column: number, row: number, plane: number, path: number): string =>
  `${column}/${row}/${plane}/${path}`;

/** Dimension Organization Type (0020,9311) says it; where it is missing, whether frames say their places. */
function isSparse(instance: DicomJson, frames: number, perPlane: number): boolean {
  const type = string(instance, '00209311');
  if (type === 'TILED_FULL') return false;
  if (type === 'TILED_SPARSE') return true;
  if (sequence(frameAttributes(instance, 1), '0048021A').length > 0 || hasPlace(instance)) return true;
  if (frames % perPlane === 0) return false;
  throw new RangeError(`${frames} tiles for ${perPlane} places, and none says where it belongs (0048,021A)`);
}

const hasPlace = (instance: DicomJson): boolean =>
  number(frameAttributes(instance, 1), '0048021E') !== undefined;

/** Upper left corner in the Total Pixel Matrix: Column and Row Position (0048,021E and 021F), counted from 1. */
function sparseTiles(
  frames: readonly TileFrame[],
  { tileColumns, tileRows }: { tileColumns: number; tileRows: number },
  pathIds: readonly string[],
): Map<string, TileFrame> {
  const groups = new Map<DicomJson, DicomJson[]>();
  const focal: number[] = [];
  const places = frames.map((frame) => {
    const { instance, index } = frame;
    if (!groups.has(instance)) groups.set(instance, sequence(instance, '52009230'));
    const group = groups.get(instance)?.[index] ?? {};
    const position = sequence(group, '0048021A')[0] ?? {};
    const depth = number(position, '0040074A') ?? 0;
    if (!focal.includes(depth)) focal.push(depth);
    const shared = sequence(instance, '52009229')[0] ?? {};
    const identification = sequence(group, '00480207')[0] ?? sequence(shared, '00480207')[0] ?? {};
    const path = pathIds.indexOf(string(identification, '00480106') ?? '');
    return {
      frame,
      column: Math.floor(((number(position, '0048021E') ?? 1) - 1) / tileColumns),
      row: Math.floor(((number(position, '0048021F') ?? 1) - 1) / tileRows),
      depth,
      path: Math.max(0, path),
    };
  });
  const depths = focal.toSorted((a, b) => a - b);
  return new Map(
    places.map(({ frame, column, row, depth, path }) => [
      keyOf(column, row, depths.indexOf(depth), path),
      frame,
    ]),
  );
}

export const opticalPathIds = (instance: DicomJson): string[] =>
  sequence(instance, '00480105').map((path) => string(path, '00480106') ?? '');

/** Pixel Spacing of the frames; else what Imaged Volume Width and Height (mm) leave for one. */
function pixelSize(instance: DicomJson, columns: number, rows: number): SlideLevel['mmPerPixel'] {
  const [row, column] = numbers(frameAttributes(instance, 1), '00280030');
  if (row !== undefined && column !== undefined && row > 0 && column > 0) return { row, column };
  const width = number(instance, '00480001');
  const height = number(instance, '00480002');
  if (!width || !height || width <= 0 || height <= 0) return undefined;
  return { column: width / columns, row: height / rows };
}
