import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  decodeFrame,
  encodeHtj2kLossless,
  FrameDecodeError,
  htj2kRpclLossless,
  MissingAttributeError,
  NotEncodableError,
  UnsupportedTransferSyntaxError,
  whyLossy,
} from '../index.ts';
import { readDicom, type DicomFrames } from './readDicom.ts';

const dicom = new URL('../../../shared/dicom/', import.meta.url).pathname;
const chest = join(dicom, 'volumes/ct_chest_nlst_101287_T0/CT_9089952642');
const zoo = join(dicom, 'zoo');
const present = existsSync(chest) && existsSync(zoo);
if (!present) process.stderr.write(`${dicom} is absent: HTJ2K of real files is not tested\n`);

const filesOf = (folder: string) =>
  present
    ? readdirSync(folder)
        .filter((name) => name.endsWith('.dcm'))
        .sort()
    : [];

/** OpenJPEG reads HTJ2K: under this label decodeFrame takes it instead of OpenJPH. */
const viaOpenJpeg = '1.2.840.10008.1.2.4.90';

const bytesOf = ({ values }: Awaited<ReturnType<typeof decodeFrame>>) => Buffer.from(values.buffer);

/** 'identical', or why there is no HTJ2K of this frame. */
async function roundTrip({ frames, transferSyntaxUid, image }: DicomFrames): Promise<string> {
  const [stored = new Uint8Array()] = frames;
  const lossy = whyLossy(stored, transferSyntaxUid);
  if (lossy) return `lossy: ${lossy}`;
  try {
    const source = await decodeFrame(stored, transferSyntaxUid, image);
    const encoded = await encodeHtj2kLossless(source, image);
    for (const decoder of [htj2kRpclLossless, viaOpenJpeg]) {
      const again = await decodeFrame(encoded, decoder, image);
      if (again.values.constructor !== source.values.constructor) return `another type by ${decoder}`;
      if (Buffer.compare(bytesOf(again), bytesOf(source)) !== 0) return `other values by ${decoder}`;
    }
    return 'identical';
  } catch (error) {
    if (error instanceof NotEncodableError) return `not encodable: ${error.reason}`;
    if (error instanceof FrameDecodeError || error instanceof UnsupportedTransferSyntaxError)
      return `not decodable: ${error.reason}`;
    throw error;
  }
}

describe.skipIf(!present)('HTJ2K of real files', () => {
  it('gives every tenth slice of the NLST chest CT back bit by bit', async () => {
    const slices = filesOf(chest).filter((_, i) => i % 10 === 0);
    expect(slices).toHaveLength(15);
    for (const slice of slices) expect(await roundTrip(readDicom(join(chest, slice)))).toBe('identical');
  }, 30_000);

  it('gives each file of the zoo back bit by bit, or says why not', async () => {
    const verdicts = new Map<string, string>();
    for (const name of filesOf(zoo)) {
      let file: DicomFrames;
      try {
        file = readDicom(join(zoo, name));
      } catch (error) {
        // No image, or nothing the test can read.
        if (!(error instanceof MissingAttributeError)) verdicts.set(name, 'unreadable');
        continue;
      }
      if (file.frames[0]?.length) verdicts.set(name, await roundTrip(file));
    }
    const all = [...verdicts.values()];
    const reasons = /^(identical|unreadable|lossy: |not encodable: |not decodable: )/;
    expect([...verdicts].filter(([, verdict]) => !reasons.test(verdict))).toEqual([]);
    expect(all.filter((verdict) => verdict === 'identical').length).toBeGreaterThan(40);
    if (process.env.VERDICTS) process.stderr.write([...verdicts].map((line) => line.join('\t')).join('\n'));
  }, 60_000);

  it('knows lossy JPEG 2000 by its wavelet, whatever the label says, in a JP2 wrapper too', () => {
    const reasons = ['ts_j2k91_ict_us', 'ts_j2k91_jp2_header', 'ts_j2k90_ct'].map((name) => {
      const { frames } = readDicom(join(zoo, `${name}.dcm`));
      return whyLossy(frames[0] ?? new Uint8Array(), viaOpenJpeg);
    });
    expect(reasons).toEqual([
      'the code stream uses the irreversible 9/7 wavelet',
      'the code stream uses the irreversible 9/7 wavelet',
      undefined,
    ]);
  });
});
