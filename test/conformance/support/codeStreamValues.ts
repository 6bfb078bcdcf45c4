import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ImagePixelModule } from '../../../pixels/index.ts';

/** Programs that know nothing of DICOM, and write a portable any map (Debian: libopenjp2-tools, libjxl-tools). */
const programs = {
  htj2k: {
    by: 'OpenJPEG',
    run: (folder: string, to: string) =>
      execFileSync('opj_decompress', ['-i', 'in.j2c', '-o', to], { cwd: folder, stdio: 'ignore' }),
    input: 'in.j2c',
  },
  'jpeg-xl': {
    by: 'djxl',
    run: (folder: string, to: string) =>
      execFileSync('djxl', ['in.jxl', to], { cwd: folder, stdio: 'ignore' }),
    input: 'in.jxl',
  },
};

/** All frames, unsigned, by pixel; undefined where the program is missing or fails. */
export function codeStreamValues(
  frames: readonly Uint8Array[],
  kind: keyof typeof programs,
  { samplesPerPixel }: ImagePixelModule,
): { by: string; values: ArrayLike<number> } | undefined {
  const { by, run, input } = programs[kind];
  const output = samplesPerPixel === 3 ? 'out.ppm' : 'out.pgm';
  const folder = mkdtempSync(join(tmpdir(), 'yunying-stream-'));
  try {
    const values = frames.flatMap((frame) => {
      writeFileSync(join(folder, input), frame);
      run(folder, output);
      return [readAnyMap(readFileSync(join(folder, output)))];
    });
    const all = new Uint16Array(values.reduce((sum, { length }) => sum + length, 0));
    let at = 0;
    for (const one of values) {
      all.set(one, at);
      at += one.length;
    }
    return { by, values: all };
  } catch {
    return undefined;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** P5 (grey) or P6 (colour), one byte for each sample or two, the higher one first. */
function readAnyMap(file: Buffer): Uint8Array | Uint16Array {
  const header = /^P[56]\s(?:#.*\n)*(\d+)\s+(\d+)\s+(?:#.*\n)*(\d+)\s/.exec(file.toString('latin1', 0, 200));
  if (!header) throw new Error('no portable any map');
  const samples = file.subarray(header[0].length);
  if (Number(header[3]) < 256) return samples;
  return Uint16Array.from({ length: samples.length >> 1 }, (_, i) => samples.readUInt16BE(2 * i));
}
