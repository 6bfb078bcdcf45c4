import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A grey picture as another program draws it: a byte for each of width x height. */
export interface Picture {
  width: number;
  height: number;
  grey: Uint8Array;
}

/** The picture that DCMTK's dcm2pnm makes of a DICOM file, with its options (`+Wl 1`: the first VOI LUT, …). */
export function pictureByDcm2pnm(folder: string, file: string, options: readonly string[]): Picture {
  const out = join(folder, 'reference.pgm');
  execFileSync('dcm2pnm', ['-q', '+op', ...options, file, out]);
  return readPgm(readFileSync(out));
}

/** The picture that DCMTK's dcmp2pgm makes of a DICOM file and a presentation state. */
export function pictureByDcmp2pgm(folder: string, file: string, state: string): Picture {
  const out = join(folder, 'reference.pgm');
  execFileSync('dcmp2pgm', ['-q', '-p', state, file, out]);
  return readPgm(readFileSync(out));
}

/** Portable grey maps, binary and plain, of up to 8 bits. */
function readPgm(bytes: Buffer): Picture {
  const header = /^(P[25])\s+(?:#.*\n\s*)*(\d+)\s+(\d+)\s+(\d+)\s/.exec(bytes.toString('latin1', 0, 400));
  if (!header) throw new Error('no portable grey map');
  const [, kind, width, height, highest] = header;
  if (Number(highest) !== 255) throw new Error(`greys up to ${highest}, not 255`);
  const body = bytes.subarray(header[0].length);
  const grey =
    kind === 'P5'
      ? Uint8Array.from(body)
      : Uint8Array.from(body.toString('latin1').trim().split(/\s+/), Number);
  if (grey.length !== Number(width) * Number(height)) throw new Error('a grey map of another length');
  return { width: Number(width), height: Number(height), grey };
}
