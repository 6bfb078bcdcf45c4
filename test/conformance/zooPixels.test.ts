import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { decodeFrame, paletteColorLut, toDisplay } from '../../pixels/index.ts';
import { readDicom } from '../../pixels/__tests__/readDicom.ts';
import { frameVerdict } from './support/frameVerdict.ts';
import { missingDecoders, present } from './support/independentDecoders.ts';
import { hasPydicom, pydicomValues } from './support/pydicomValues.ts';
import { hasZoo, zooFiles, zooFolder } from './support/zoo.ts';

const report = join(import.meta.dirname, '../../test-results/zoo-pixels.md');
const lacking = [...missingDecoders, ...(hasPydicom ? [] : ['pydicom'])];
const hasDjxl = present('djxl');
if (hasZoo && lacking.length > 0)
  console.log(`Pixels of the zoo are not compared: ${lacking.join(', ')} missing`);
if (hasZoo && !hasDjxl)
  console.log('JPEG XL of the zoo is decoded and not compared: djxl (libjxl-tools) missing');

/** No image, or no Part 10 file that the reader of these tests can read. */
const noImage =
  /TINY_ALPHA|DICOMDIR|obj_(gsps|ko|sr|rt|rwvm|ecg|enc|hang|micro|color)(?!.*image)|cs_sequence|waveform|bad_(be|big|def|meta|no_(meta|pre|rows)|truncated)|bits_12allocated/;
const identical = /^identical to (pydicom|GDCM|OpenJPEG|sharp)$/;
const exceptions: readonly (readonly [files: RegExp, verdict: RegExp])[] = [
  [noImage, /^no image: /],
  [/ts_(hevc|mpeg)/, /^explained: Transfer syntax .* is not supported: it is a film in (HEVC|MPEG|H\.264)/],
  // The standard leaves it to decoders how to round.
  [/ts_htj2k203_lossy/, /^within 1 of OpenJPEG$/],
  [/ts_jpegxl111/, hasDjxl ? /^within 1 of djxl$/ : /^NO OTHER DECODER$/],
];

async function verdictOf(
  path: string,
  file: Buffer,
  pydicom: ArrayLike<number> | undefined,
): Promise<string> {
  try {
    return await frameVerdict(readDicom(path), file, pydicom);
  } catch (error) {
    return `no image: ${error instanceof Error ? error.message : String(error)}`;
  }
}

describe.skipIf(!hasZoo || lacking.length > 0)('the pixels of the zoo (../shared/dicom/zoo)', () => {
  const verdicts: { name: string; verdict: string }[] = [];

  beforeAll(async () => {
    const files = zooFiles();
    const reference = pydicomValues(files.map(({ name }) => join(zooFolder, name)));
    for (const { name, bytes } of files) {
      const path = join(zooFolder, name);
      verdicts.push({ name, verdict: await verdictOf(path, bytes(), reference.get(path)) });
    }
    await mkdir(join(report, '..'), { recursive: true });
    await writeFile(report, verdicts.map(({ name, verdict }) => `| ${name} | ${verdict} |\n`).join(''));
  }, 600_000);

  it('are in every frame those that another decoder gives, or the reason is said', () => {
    const unexpected = verdicts.filter(({ name, verdict }) => {
      const expected = exceptions.find(([files]) => files.test(name))?.[1] ?? identical;
      return !expected.test(verdict);
    });
    expect(unexpected).toEqual([]);
    expect(verdicts.filter(({ verdict }) => identical.test(verdict)).length).toBeGreaterThan(140);
  });

  it('have the colours of their palettes that pydicom finds, segmented ones too', async () => {
    const names = zooFiles()
      .map(({ name }) => name)
      .filter((name) => /palette(?!_multiframe_jls)|bad_no_pixel_spacing/.test(name) && !/color_/.test(name));
    expect(names).toHaveLength(6);
    const paths = names.map((name) => join(zooFolder, name));
    const reference = pydicomValues(paths, 'shown');
    for (const path of paths) {
      const { frames, transferSyntaxUid, image, dataSet } = readDicom(path);
      const palette = paletteColorLut(dataSet);
      expect(palette, path).toBeDefined();
      const shown = await Promise.all(
        frames.map(async (frame) => {
          const decoded = await decodeFrame(frame, transferSyntaxUid, image);
          return Buffer.from(toDisplay(decoded, { ...asStored, ...(palette && { palette }) }).values);
        }),
      );
      const other = Buffer.from(Uint8Array.from(reference.get(path) ?? []));
      expect([path, Buffer.concat(shown).equals(other)]).toEqual([path, true]);
    }
  });
});

const asStored = {
  slope: 1,
  intercept: 0,
  center: 128,
  width: 256,
  voiFunction: 'linear',
  invert: false,
} as const;
