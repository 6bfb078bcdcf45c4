import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeInstance } from '../integration/support/instances.ts';
import { startSystem, type StartedSystem } from '../support/startSystem.ts';
import { expectedPixels } from './support/expectedPixels.ts';
import { damaged } from './support/damaged.ts';
import { missingDecoders } from './support/independentDecoders.ts';
import { throughTheArchive, zooReport, zooSummary, type Verdict } from './support/throughTheArchive.ts';
import { hasZoo, zooFiles } from './support/zoo.ts';

const report = join(import.meta.dirname, '../../test-results/zoo.md');

/** Without preamble or meta information: these are completed, the data set stays as it is. */
const completed = /bad_(bigendian_no_meta|no_preamble_headless)\.dcm/;
/** Without UIDs nobody could ask for them: DICOMDIRs, and what is no instance at all. */
const withoutUids =
  /DICOMDIR|cs_sequence_level|mod_wsi_jpeg_140tiles|obj_(color_palette|hanging_protocol)|ts_htj2k20[13]|ts_jpeg_lossless70_u16_with_luts|ts_jpegls8[01]_(7bit|near_rgb)|bad_no_meta_group_length|bits_12allocated|ts_jpegls80_rgb_ilv|bad_meta_missing_tsyntax/;
/** No DICOM files, not encoded as they say, or cut within the pixel data. */
const unreadable = /bad_(no_meta|j2k_too_short|truncated_pixels)\.dcm/;

if (hasZoo && missingDecoders.length > 0) {
  console.log(`Pixels of the zoo are not compared: ${missingDecoders.join(', ')} missing`);
}

let system: StartedSystem;
let root: string;

async function expectAllIsWell(number: number): Promise<void> {
  expect((await fetch(`${system.url}/readyz`)).status).toBe(200);
  const { file } = makeInstance({ study: `1.2.826.0.1.3680043.10.511.77.${number}` });
  expect(await throughTheArchive(root, 'a good file', file)).toMatchObject({
    status: 200,
    file: 'identical',
  });
}

describe.skipIf(!hasZoo)('the zoo (../shared/dicom/zoo; skipped where it is not)', () => {
  const verdicts: Verdict[] = [];

  beforeAll(async () => {
    system = await startSystem();
    root = `${system.url}/dicom-web`;
  });

  afterAll(async () => {
    await system.close();
    await mkdir(join(report, '..'), { recursive: true });
    await writeFile(report, zooReport(verdicts));
    console.log(`${zooSummary(verdicts)}\nEach file: test-results/zoo.md`);
  });

  it('goes in by STOW and comes out bit for bit as it was', { timeout: 180_000 }, async () => {
    for (const { name, bytes } of zooFiles()) {
      verdicts.push(await throughTheArchive(root, name, bytes(), missingDecoders.length === 0));
    }
    const [refusals, stored] = [
      verdicts.filter(({ file }) => file.startsWith('refused')),
      verdicts.filter(({ file }) => !file.startsWith('refused')),
    ];
    const changed = stored.filter(({ file }) => file !== 'identical');
    expect(changed).toEqual(stored.filter(({ name }) => completed.test(name)));
    expect(changed.map(({ file }) => file)).toEqual(['data set identical', 'data set identical']);
    const [noUids, notRead] = [withoutUids, unreadable].map((pattern) =>
      verdicts.filter(({ name }) => pattern.test(name)),
    );
    expect(refusals.filter(({ file }) => file.startsWith('refused A900'))).toEqual(noUids);
    expect(refusals.filter(({ file }) => file.startsWith('refused C000'))).toEqual(notRead);
    expect(refusals).toHaveLength((noUids?.length ?? 0) + (notRead?.length ?? 0));
    await expectAllIsWell(1);
  });

  it('has metadata of the DICOM JSON Model, and frames and pictures or a reason why not', () => {
    const stored = verdicts.filter(({ file }) => file === 'identical');
    expect(stored.length).toBeGreaterThan(190);
    expect(stored.filter(({ metadata }) => metadata !== 'valid')).toEqual([]);
    const honest = /^(200|404 frame-not-found|422 [a-z-]+)$/;
    expect(stored.filter(({ frame, rendered }) => !honest.test(frame) || !honest.test(rendered))).toEqual([]);
  });

  it.skipIf(missingDecoders.length > 0)(
    'has the pixels that GDCM reads, decoded from HTJ2K by OpenJPEG; or the stored bytes for a reason that is known',
    () => {
      const stored = verdicts.filter(({ file }) => file === 'identical');
      const unexpected = stored.flatMap(({ name, pixels }) => {
        const expected = expectedPixels(name);
        return expected.test(pixels) ? [] : [`${name}: ${pixels}, expected ${String(expected)}`];
      });
      expect(unexpected).toEqual([]);
      expect(stored.filter(({ pixels }) => pixels.startsWith('identical'))).toHaveLength(85);
    },
  );

  it('takes nothing down when its files are cut and flipped', { timeout: 60_000 }, async () => {
    const small = zooFiles().filter(({ bytes }) => bytes().length < 100_000);
    const chosen = small.filter((_, index) => index % Math.ceil(small.length / 12) === 0);
    for (const { name, bytes } of chosen) {
      for (const [how, file] of damaged(bytes(), name)) {
        const { status } = await throughTheArchive(root, `${name}, ${how}`, file);
        expect([name, how, [200, 202, 409].includes(status)]).toEqual([name, how, true]);
      }
    }
    await expectAllIsWell(2);
  });
});
