import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A regular axial volume: voxel (i, j, k) has its centre at `origin + spacing * (i, j, k)`, patient mm. */
export interface PlainVolume {
  columns: number;
  rows: number;
  layers: number;
  origin: [number, number, number];
  spacing: [number, number, number];
  /** HU, layer by layer from the feet upwards, row by row. */
  values: Float32Array;
}

/** The voxels of a folder of axial JPEG-LS slices, decoded by DCMTK, which has a decoder of its own, and rescaled by hand. */
export function voxelsByDcmtk(folder: string): PlainVolume {
  const scratch = mkdtempSync(join(tmpdir(), 'yunying-dcmtk-'));
  try {
    const slices = readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.dcm'))
      .flatMap((name, index) => readSlice(join(folder, name), join(scratch, String(index))))
      .toSorted((a, b) => a.position[2] - b.position[2]);
    const [first, last] = [slices[0], slices.at(-1)];
    if (!first || !last) throw new Error(`no slices in ${folder}`);
    const size = first.rows * first.columns;
    const values = new Float32Array(size * slices.length);
    slices.forEach((slice, layer) => values.set(slice.values, layer * size));
    const { rows, columns, spacing } = first;
    return {
      rows,
      columns,
      layers: slices.length,
      origin: first.position,
      spacing: [spacing[1], spacing[0], (last.position[2] - first.position[2]) / (slices.length - 1)],
      values,
    };
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

function readSlice(file: string, scratch: string) {
  mkdirSync(scratch);
  const plain = join(scratch, 'plain.dcm');
  const dumped = execFileSync('dcmdump', ['-q', '+P', '0008,0060', file], { encoding: 'latin1' });
  if (!dumped.includes('[CT]')) return [];
  execFileSync('dcmdjpls', [file, plain]);
  const dump = execFileSync('dcmdump', ['-q', '+W', scratch, plain], { encoding: 'latin1' });
  const numbersOf = (tag: string): number[] => {
    const [, text = ''] = new RegExp(`\\(${tag}\\) \\w\\w \\[?([-\\d.\\\\eE+]+)`).exec(dump) ?? [];
    return text.split('\\').map(Number);
  };
  const numberOf = (tag: string): number => numbersOf(tag)[0] as number;
  const raw = readFileSync(`${plain}.0.raw`);
  const Values = numberOf('0028,0103') === 1 ? Int16Array : Uint16Array;
  const stored = new Values(raw.buffer.slice(raw.byteOffset, raw.byteOffset + raw.length));
  const [slope, intercept] = [numberOf('0028,1053'), numberOf('0028,1052')];
  return [
    {
      rows: numberOf('0028,0010'),
      columns: numberOf('0028,0011'),
      position: numbersOf('0020,0032') as [number, number, number],
      spacing: numbersOf('0028,0030') as [number, number],
      values: Float32Array.from(stored, (value) => value * slope + intercept),
    },
  ];
}
