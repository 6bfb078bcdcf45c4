import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { storeInstances } from '../../../scripts/import/index.ts';
import { generateDemoStudies, demoTruth } from '../../../scripts/demo-studies/index.ts';

export interface BrokenStudy {
  studyInstanceUid: string;
  /** In reading order; the frame of the middle one cannot be decoded. */
  sopInstanceUids: string[];
}

const slices = 5;

/** Stores five slices of the demo as JPEG-LS (made by DCMTK), the middle one with its code stream destroyed. */
export async function storeBrokenStudy(url: string): Promise<BrokenStudy> {
  const prior = demoTruth().studies.find(({ key }) => key === 'prior');
  const series = prior?.series[0];
  if (!prior || !series) throw new Error('the demo has no prior study');
  const sopInstanceUids = series.instances.slice(0, slices).map(({ sopInstanceUid }) => sopInstanceUid);
  const files: Buffer[] = [];
  for await (const { bytes } of generateDemoStudies(undefined, (one) =>
    sopInstanceUids.includes(one.sopInstanceUid),
  ))
    files.push(toJpegLs(bytes));
  destroyCodeStream(files[Math.floor(slices / 2)] as Buffer);
  const answer = await storeInstances(
    `${url}/dicom-web`,
    files.map((file) => ({ sizeBytes: file.length, open: () => [file] })),
  );
  if (answer.kind !== 'answered' || answer.failures.length > 0)
    throw new Error(`the study was not stored: ${JSON.stringify(answer)}`);
  return { studyInstanceUid: prior.studyInstanceUid, sopInstanceUids };
}

function toJpegLs(file: Uint8Array): Buffer {
  const folder = mkdtempSync(join(tmpdir(), 'yunying-jpegls-'));
  try {
    writeFileSync(join(folder, 'in.dcm'), file);
    // +un: the SOP Instance UID stays.
    execFileSync('dcmcjpls', ['+un', join(folder, 'in.dcm'), join(folder, 'out.dcm')]);
    return readFileSync(join(folder, 'out.dcm'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Overwrites the code stream from its frame header on; every length in the file stays right. */
function destroyCodeStream(file: Buffer): void {
  const start = file.indexOf(Buffer.from([0xff, 0xd8, 0xff, 0xf7]));
  if (start < 0) throw new Error('the file has no JPEG-LS code stream');
  file.fill(0x5a, start + 2, file.length - 16);
}
