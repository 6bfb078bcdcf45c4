import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { canDecode, decodeFrame, FrameDecodeError, transferSyntaxes } from '../index.ts';
import { readDicom } from './readDicom.ts';

const dicom = new URL('../../../shared/dicom/', import.meta.url).pathname;
const zoo = join(dicom, 'zoo');
const present = existsSync(join(zoo, 'MANIFEST.tsv'));
if (!present) process.stderr.write(`${dicom} is absent: the tests on real files are skipped\n`);

interface ManifestRow {
  name: string;
  transferSyntaxUid: string;
  /** SHA-256 of Pixel Data as GDCM decodes it, first sixteen digits. */
  gdcmPixels: string;
}

function readManifest(): ManifestRow[] {
  if (!present) return [];
  const lines = readFileSync(join(zoo, 'MANIFEST.tsv'), 'utf8').trim().split('\n').slice(1);
  return lines
    .map((line) => line.split('\t'))
    .filter((fields) => fields[0] === 'zoo' && fields[15])
    .map((fields) => ({
      name: fields[1] ?? '',
      transferSyntaxUid: fields[4] ?? '',
      gdcmPixels: fields[15] ?? '',
    }));
}

/** Where our values are meant to differ from GDCM's bytes, and why. */
const differentByIntent: Record<string, string> = {
  ts_rle_rgb16: 'GDCM joins the bytes of RLE planes wrongly; pydicom agrees with us',
  ts_rle_rgb32: 'GDCM joins the bytes of RLE planes wrongly; pydicom agrees with us',
  ts_rle_ybrfull_planar1_us: 'YBR to RGB',
  ts_jpeg_baseline50_ybrfull: 'YBR to RGB',
  ts_jpeg_baseline50_ybr422: 'YBR to RGB',
  img_icon_sequence_xc: 'YBR to RGB',
  mod_us_multiframe_ybr422_50: 'YBR to RGB',
  pi_ybrfull_uncompressed: 'YBR to RGB',
  pi_ybr422_uncompressed_us: 'YBR to RGB',
  pi_rgb_planar1: 'planes put together',
  pi_rgb_planar1_bigendian: 'planes put together',
  bits_1bit_seg: 'bits unpacked',
  bits_1bit_seg_nonbyte_aligned: 'bits unpacked',
  obj_seg_binary_multiseg: 'bits unpacked',
  img_overlay_multi: 'overlay bits cleared',
  obj_gsps_overlay_image: 'overlay bits cleared',
  lut_modality_18: 'bits above the stored ones follow the sign',
  ts_j2k90_pixelrep_mismatch: 'bits above the stored ones follow the sign',
  bad_padded: 'bytes behind the last pixel, which GDCM keeps',
  bad_vr: 'Number of Frames is broken: GDCM reads on to the end',
  bad_truncated_pixels: 'cut short: refused, where GDCM adds zeros',
  bits_12allocated: 'its file has no header the test can read',
  bad_no_preamble_headless: 'its file has no header the test can read',
};

const comparable = readManifest().filter(
  ({ name, transferSyntaxUid }) => canDecode(transferSyntaxUid) && !differentByIntent[name],
);

async function hashOfFrames(path: string): Promise<string> {
  const { frames, transferSyntaxUid, image } = readDicom(path);
  const hash = createHash('sha256');
  let length = 0;
  for (const frame of frames) {
    const bytes = new Uint8Array((await decodeFrame(frame, transferSyntaxUid, image)).values.buffer);
    hash.update(bytes);
    length += bytes.length;
  }
  // Pixel Data has an even length.
  if (length % 2 === 1) hash.update(new Uint8Array(1));
  return hash.digest('hex').slice(0, 16);
}

describe.skipIf(!present)('real files', () => {
  it('finds enough of them to prove something', () => {
    expect(comparable.length).toBeGreaterThan(70);
    const kinds = comparable.map(({ transferSyntaxUid }) => transferSyntaxes[transferSyntaxUid]?.kind);
    expect([...new Set(kinds)].sort()).toEqual([
      'big-endian',
      'jpeg',
      'jpeg-2000',
      'jpeg-lossless',
      'jpeg-ls',
      'little-endian',
      'rle',
    ]);
  });

  it.each(comparable)('$name has the pixels GDCM sees', { timeout: 60_000 }, async ({ name, gdcmPixels }) => {
    expect(await hashOfFrames(join(zoo, `${name}.dcm`))).toBe(gdcmPixels);
  });

  it('decodes one CT, uncompressed and compressed losslessly in six ways, to the same values', async () => {
    const names = ['explicit_le', 'explicit_be', 'rle', 'jpeg_lossless70', 'jpegls80', 'j2k90'];
    const hashes = await Promise.all(names.map((name) => hashOfFrames(join(zoo, `ts_${name}_ct.dcm`))));
    expect(new Set(hashes).size).toBe(1);
  });

  // OpenJPEG 2.5 reads HTJ2K too: an implementation that knows nothing of OpenJPH.
  it.each(['ts_htj2k201_lossless_rgb', 'derived/ts_htj2k202_dx_overlay_REBUILT'])(
    '%s: OpenJPH and OpenJPEG agree',
    async (name) => {
      const { frames, transferSyntaxUid, image } = readDicom(join(zoo, `${name}.dcm`));
      const [frame = new Uint8Array()] = frames;
      const ours = await decodeFrame(frame, transferSyntaxUid, image);
      const other = await decodeFrame(frame, '1.2.840.10008.1.2.4.90', image);
      expect(Buffer.compare(new Uint8Array(ours.values.buffer), new Uint8Array(other.values.buffer))).toBe(0);
    },
  );

  it.each(['ts_jpeg_extended51_12bit', 'ts_jpeg_retired53'])(
    '%s is an error where it is cut short, and where its data is broken',
    async (name) => {
      const { frames, transferSyntaxUid, image } = readDicom(join(zoo, `${name}.dcm`));
      const [frame = new Uint8Array()] = frames;
      const cut = frame.subarray(0, frame.length >> 1);
      await expect(decodeFrame(cut, transferSyntaxUid, image)).rejects.toThrow('it is cut short');
      const ended = Uint8Array.from([...cut, 0xff, 0xd9]);
      await expect(decodeFrame(ended, transferSyntaxUid, image)).rejects.toThrow(FrameDecodeError);
      // A failure leaves no trace: the next frame is decoded as ever.
      const { values } = await decodeFrame(frame, transferSyntaxUid, image);
      expect(values.length).toBe(image.rows * image.columns);
    },
  );

  // SHA-256 (first digits) of what `gdcmconv --raw` makes of them.
  it.each([
    ['0001_570728', '7689bbfd3d6c429a'],
    ['0072_748452', '0527d4e3a6964a98'],
    ['0143_768909', '1042446610115247'],
  ])('slice %s of the NLST chest CT has the pixels GDCM sees', async (slice, gdcmPixels) => {
    const path = join(dicom, 'volumes/ct_chest_nlst_101287_T0/CT_9089952642', `${slice}.dcm`);
    expect(await hashOfFrames(path)).toBe(gdcmPixels);
  });
});
