import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** HU of one slice of a JPEG-LS series: decoded by DCMTK, which has a decoder of its own, and rescaled by hand. */
export function valuesByDcmtk(folder: string, sopInstanceUid: string): number[] {
  const scratch = mkdtempSync(join(tmpdir(), 'yunying-dcmtk-'));
  try {
    const plain = join(scratch, 'plain.dcm');
    execFileSync('dcmdjpls', [fileOf(folder, sopInstanceUid), plain]);
    const dump = execFileSync('dcmdump', ['-q', '+W', scratch, plain], { encoding: 'latin1' });
    const valueOf = (tag: string): number =>
      Number(new RegExp(`\\(${tag}\\) \\w\\w \\[?([-\\d.]+)`).exec(dump)?.[1]);
    const raw = readFileSync(`${plain}.0.raw`);
    const Values = valueOf('0028,0103') === 1 ? Int16Array : Uint16Array;
    const stored = new Values(raw.buffer.slice(raw.byteOffset, raw.byteOffset + raw.length));
    const [slope, intercept] = [valueOf('0028,1053'), valueOf('0028,1052')];
    return Array.from(stored, (value) => value * slope + intercept);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

function fileOf(folder: string, sopInstanceUid: string): string {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.dcm'),
  );
  const found = names.find((name) => readFileSync(join(folder, name)).includes(sopInstanceUid));
  if (!found) throw new Error(`no file in ${folder} is ${sopInstanceUid}`);
  return join(folder, found);
}
