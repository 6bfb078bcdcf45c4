import { transferSyntaxes } from '../../pixels/index.ts';
import type { ImagePixelModule } from '../../pixels/index.ts';
import type { PageResult } from './page.ts';

export interface Measured {
  form: string;
  transferSyntaxUid: string;
  image: ImagePixelModule;
  encodedBytes: number;
  result: PageResult;
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;

/** The table for docs/pixels.md: one row for each file. */
export function table(measured: readonly Measured[]): string[] {
  const rows = measured.map(({ form, transferSyntaxUid, image, encodedBytes, result }) => {
    const { rows: height, columns: width } = image;
    const name = `${transferSyntaxes[transferSyntaxUid]?.name ?? '?'} (${transferSyntaxUid})`;
    const size = `${width} x ${height}`;
    const kilobytes = Math.round(encodedBytes / 1024);
    if (result.error !== undefined) return [name, form, size, kilobytes, result.error, '', ''];
    const ms = median(result.times);
    const megapixels = (width * height) / 1e6 / (ms / 1000);
    return [name, form, size, kilobytes, digits(1000 / ms), digits(megapixels), Math.round(result.firstMs)];
  });
  return [
    '| transfer syntax | pixels | size | KB | frames/s | Mpixel/s | first frame, ms |',
    '|---|---|---|---|---|---|---|',
    ...rows.map((row) => `| ${row.join(' | ')} |`),
  ];
}

const digits = (value: number): string => (value < 100 ? value.toPrecision(2) : value.toFixed(0));
