import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Whether a program is on the PATH. */
export const present = (program: string): boolean => {
  try {
    execFileSync('sh', ['-c', `command -v ${program}`], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
};

/** GDCM and DCMTK read what is stored (Debian: libgdcm-tools, dcmtk), opj_decompress HTJ2K (libopenjp2-tools). */
export const missingDecoders: readonly string[] = ['gdcmconv', 'gdcmraw', 'dcmconv', 'opj_decompress'].filter(
  (program) => !present(program),
);

/** The value of Pixel Data as it is in the file; of encapsulated data the fragments, one behind the other. */
export const storedPixelData = (file: Uint8Array): Buffer | undefined =>
  inFolder((folder) => {
    writeFileSync(join(folder, 'in.dcm'), file);
    return rawValue(folder, 'in.dcm');
  });

export interface DecodedPixelData {
  by: 'GDCM' | 'DCMTK';
  /** in containers of Bits Allocated, little endian, the frames one behind the other */
  bytes: Buffer;
}

/** The pixels as GDCM decodes them, or DCMTK what it does not know and is not compressed; undefined when neither can. */
export function decodedPixelData(file: Uint8Array): DecodedPixelData | undefined {
  const convert = (by: DecodedPixelData['by'], program: string, option: string) =>
    inFolder((folder): DecodedPixelData => {
      writeFileSync(join(folder, 'in.dcm'), file);
      execFileSync(program, [option, 'in.dcm', 'out.dcm'], { cwd: folder, stdio: 'ignore' });
      return { by, bytes: rawValue(folder, 'out.dcm') };
    });
  return convert('GDCM', 'gdcmconv', '--raw') ?? convert('DCMTK', 'dcmconv', '+te');
}

function rawValue(folder: string, name: string): Buffer {
  execFileSync('gdcmraw', ['-i', name, '-o', 'raw'], { cwd: folder, stdio: 'ignore' });
  return readFileSync(join(folder, 'raw'));
}

function inFolder<T>(work: (folder: string) => T): T | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'yunying-decode-'));
  try {
    return work(folder);
  } catch {
    return undefined;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
