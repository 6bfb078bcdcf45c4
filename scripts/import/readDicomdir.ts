import { readFile, stat } from 'node:fs/promises';
import { rawDataSet, type RawDataSet } from '../../dicomweb-proxy/index.ts';

/** Larger ones are of no disc. */
const largestBytes = 256 << 20;

/**
 * The files that a DICOMDIR lists (PS3.3 F.3), in its order: Referenced File ID (0004,1500), its components joined by `/`.
 * Records are read one after the other as they stand: offsets, which are often wrong, are not needed.
 * @throws Error saying why it is none, or lists nothing
 */
export async function readDicomdir(path: string): Promise<string[]> {
  const { size } = await stat(path);
  if (size > largestBytes) throw new Error(`it has ${size} bytes`);
  const dataSet = rawDataSet(await readFile(path), true);
  if (!dataSet) throw new Error('it is no DICOM file');
  const records = dataSet.get('00041220')?.items;
  if (!records) throw new Error('it has no Directory Record Sequence (0004,1220)');
  const listed = records.flatMap((record) => fileOf(record) ?? []);
  if (listed.length === 0) throw new Error('it lists no files');
  return [...new Set(listed)];
}

function fileOf(record: RawDataSet): string | undefined {
  const id = Buffer.from(record.get('00041500')?.bytes ?? []).toString('latin1');
  const components = id.split('\\').map((one) => one.replace(/[\0 ]+$/, '').trim());
  return components.some((one) => one !== '') ? components.join('/') : undefined;
}
