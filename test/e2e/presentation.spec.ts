import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test, type Page } from '@playwright/test';
import { expectPicture, seenPicture } from './support/expectPicture.ts';
import { hasPydicom, overlaysByPydicom } from './support/overlaysByPydicom.ts';
import { pictureByDcm2pnm, pictureByDcmp2pgm } from './support/pictureByDcmtk.ts';
import { baseUrl, openRoom, pixels, viewport } from './support/room.ts';

const zoo = fileURLToPath(new URL('../../../shared/dicom/zoo/', import.meta.url));
const root = fileURLToPath(new URL('../../', import.meta.url));
const square = { columns: 512, rows: 512 };

test.describe('what images ask for in their presentation', () => {
  test.skip(!existsSync(zoo), '../shared/dicom is absent');
  let folder: string;
  let copies = 0;

  test.beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'yunying-presentation-'));
  });
  test.afterEach(() => rmSync(folder, { recursive: true, force: true }));

  /** A copy of a zoo's file changed by dcmodify, as a study of its own unless `study` is given. */
  function copyOf(
    name: string,
    changes: readonly string[],
    study = newUid(),
  ): { file: string; study: string } {
    const file = join(folder, `${++copies}.dcm`);
    copyFileSync(`${zoo}${name}`, file);
    const uids = [`StudyInstanceUID=${study}`, `SeriesInstanceUID=${newUid()}`];
    execFileSync('dcmodify', [
      '-nb',
      '-imt',
      ...[...uids, ...changes].flatMap((change) => ['-i', change]),
      file,
    ]);
    return { file, study };
  }

  const store = (...files: string[]): void => {
    execFileSync(process.execPath, ['scripts/import.ts', '--url', baseUrl(), ...files], {
      cwd: root,
      stdio: 'ignore',
    });
  };

  /** Stores a changed copy and opens it. */
  async function open(page: Page, name: string, changes: readonly string[] = []): Promise<string> {
    const { file, study } = copyOf(name, changes);
    store(file);
    await openRoom(page, [study]);
    return file;
  }

  test('a VOI LUT Sequence, and a window instead of it', async ({ page }) => {
    const file = await open(page, 'lut_voi_04.dcm');
    expect((await viewport(page)).voiLut).toBe(0);
    await expectPicture(page, square, pictureByDcm2pnm(folder, file, ['+Wl', '1']));
    // A window takes its place, and dragging does too; the original comes back.
    await page.evaluate(() => window.yunying!.setWindow(0, { center: 100, width: 80 }));
    expect(await viewport(page)).toMatchObject({ voiLut: null, voi: { center: 100, width: 80 } });
    await expectPicture(page, square, pictureByDcm2pnm(folder, file, ['+Ww', '100', '80']));
    await page.keyboard.press('0');
    await expectPicture(page, square, pictureByDcm2pnm(folder, file, ['+Wl', '1']));
    await page.mouse.move(600, 400);
    await page.mouse.down();
    await page.mouse.move(640, 420, { steps: 4 });
    await page.mouse.up();
    await expect.poll(async () => (await viewport(page)).voiLut).toBe(null);
    const { voi } = await viewport(page);
    await expectPicture(
      page,
      square,
      pictureByDcm2pnm(folder, file, ['+Ww', String(voi?.center), String(voi?.width)]),
    );
    await page.keyboard.press('i');
    await expect.poll(async () => (await viewport(page)).invert).toBe(true);
    await page.keyboard.press('0');
    await expectPicture(page, square, inverse(pictureByDcm2pnm(folder, file, ['+Wl', '1'])));
  });

  test('a Modality LUT Sequence gives values and greys', async ({ page }) => {
    const file = await open(page, 'lut_modality_18.dcm', ['WindowCenter=32768', 'WindowWidth=40000']);
    const { values } = await pixels(page);
    // Its table spreads the stored values from -2048 to 2047 evenly from 0 to 65535.
    const raw = pictureByDcm2pnm(folder, file, ['-M', '+Ww', '0', '4096']);
    const differences = values.map((value, i) => Math.abs(value / 65535 - (raw.grey[i] as number) / 255));
    expect(greatest(differences)).toBeLessThan(1 / 250);
    await expectPicture(page, square, pictureByDcm2pnm(folder, file, ['+Ww', '32768', '40000']));
  });

  test('SIGMOID and LINEAR_EXACT', async ({ page }) => {
    const file = await open(page, 'ts_explicit_le_mr.dcm', ['VOILUTFunction=SIGMOID']);
    const { center, width } = (await viewport(page)).voi!;
    await expectPicture(
      page,
      square,
      pictureByDcm2pnm(folder, file, ['+Wfs', '+Ww', String(center), String(width)]),
    );
    await page.evaluate(() => window.yunying!.setWindow(0, { center: 500, width: 300 }));
    await expectPicture(page, square, pictureByDcm2pnm(folder, file, ['+Wfs', '+Ww', '500', '300']));
    await open(page, 'ts_explicit_le_mr.dcm', [
      'VOILUTFunction=LINEAR_EXACT',
      'WindowCenter=12.5',
      'WindowWidth=20',
    ]);
    // PS3.3 C.11.2.1.3.2 by hand: (x - 12.5) / 20 + 0.5.
    const image = await pixels(page);
    const grey = Uint8Array.from(image.values, (x) =>
      Math.round(255 * Math.min(1, Math.max(0, (x - 12.5) / 20 + 0.5))),
    );
    await expectPicture(page, square, { width: 512, height: 512, grey });
  });

  test('a window narrower than 1 of an image whose values are fractions', async ({ page }) => {
    await open(page, 'mod_rtimage.dcm');
    const { center, width } = (await viewport(page)).voi!;
    expect([center, width]).toEqual([0.10774013962825, 0.21467775607873]);
    const { values } = await pixels(page);
    const { grey } = await seenPicture(page, 1024, 768);
    // It is larger than the viewport: what is certainly seen.
    const differences: number[] = [];
    for (let row = 200; row < 560; row += 1)
      for (let at = 1024 * row + 300; at < 1024 * row + 700; at += 1)
        differences.push(grey[at]! - 255 * Math.min(1, Math.max(0, (values[at]! - center) / width + 0.5)));
    expect(greatest(differences.map(Math.abs))).toBeLessThanOrEqual(1);
    expect(new Set(grey).size).toBeGreaterThan(100);
    // Dragged it stays as fine: to the left is narrower.
    await page.mouse.move(700, 400);
    await page.mouse.down();
    await page.mouse.move(660, 400, { steps: 4 });
    await page.mouse.up();
    await expect.poll(async () => (await viewport(page)).voi!.width).toBeLessThan(0.21);
    expect((await viewport(page)).voi!.width).toBeGreaterThan(0.05);
  });

  test('overlays, of their own and in the pixel cells, on and off', async ({ page }) => {
    const file = await open(page, 'img_overlay_multi.dcm');
    const { voi } = await viewport(page);
    const asShown = ['+Ww', String(voi?.center), String(voi?.width)];
    await expectPicture(page, square, pictureByDcm2pnm(folder, file, asShown));
    await page.keyboard.press('Shift+O');
    await expect(page.getByText('覆盖层已隐藏')).toBeVisible();
    await expectPicture(page, square, pictureByDcm2pnm(folder, file, ['-O', ...asShown]));
    await page.evaluate(() => window.yunying!.setCover({ overlays: true }));
    await expectPicture(page, square, pictureByDcm2pnm(folder, file, asShown));
  });

  test('a shutter covers what lies outside, and can be taken off', async ({ page }) => {
    await open(page, 'ts_explicit_le_mr.dcm', [
      'ShutterShape=RECTANGULAR\\CIRCULAR',
      'ShutterLeftVerticalEdge=101',
      'ShutterRightVerticalEdge=400',
      'ShutterUpperHorizontalEdge=51',
      'ShutterLowerHorizontalEdge=450',
      'CenterOfCircularShutter=256\\256',
      'RadiusOfCircularShutter=180',
    ]);
    const bare = { width: 1200, center: 600 };
    await page.evaluate((voi) => window.yunying!.setWindow(0, voi), bare);
    await page.evaluate(() => window.yunying!.setCover({ shutters: false }));
    const open_ = await seenPicture(page, 512, 512);
    await page.evaluate(() => window.yunying!.setCover({ shutters: true }));
    const closed = await seenPicture(page, 512, 512);
    let [visible, wrong] = [0, 0];
    for (let row = 0; row < 512; row++) {
      for (let column = 0; column < 512; column++) {
        // By hand: pixels are named from 1; the outline itself is drawn with soft edges, it is left out.
        const distance = Math.hypot(column + 1 - 256, row + 1 - 256);
        const within = column >= 100 && column <= 399 && row >= 50 && row <= 449 && distance < 180;
        if (Math.abs(distance - 180) < 1) continue;
        const at = row * 512 + column;
        if (within) visible++;
        const expected = within ? (open_.grey[at] as number) : 0;
        if (Math.abs((closed.grey[at] as number) - expected) > 1) wrong++;
      }
    }
    expect(visible).toBeGreaterThan(80_000);
    expect(wrong).toBe(0);
    await page.keyboard.press('Shift+H');
    await expect(page.getByText('遮挡已关闭')).toBeVisible();
    expect((await seenPicture(page, 512, 512)).grey).toEqual(open_.grey);
  });

  for (const [rotation, flip] of [
    [90, 'N'],
    [180, 'Y'],
    [270, 'Y'],
    [0, 'Y'],
  ] as const) {
    test(`a presentation state with LUTs, turned by ${rotation}, flipped ${flip}`, async ({ page }) => {
      const image = copyOf('obj_gsps_luts_image.dcm', []);
      const state = copyOf(
        'obj_gsps_luts.dcm',
        [`ImageRotation=${rotation}`, `ImageHorizontalFlip=${flip}`],
        image.study,
      );
      store(image.file, state.file);
      await openRoom(page, [image.study]);
      const before = await pixels(page);
      await choose(page);
      await expectPicture(page, square, pictureByDcmp2pgm(folder, image.file, state.file));
      // Values stay those of the image.
      expect((await pixels(page)).values).toEqual(before.values);
      await page.evaluate(() => window.yunying!.setPresentationState(null));
      const { voi, rotation: turned } = await viewport(page);
      expect(turned).toBe(0);
      const asShown = ['+Ww', String(voi?.center), String(voi?.width)];
      await expectPicture(page, square, pictureByDcm2pnm(folder, image.file, asShown));
    });
  }

  test('a presentation state with overlays of its own and those of the image that it activates', async ({
    page,
  }) => {
    test.skip(!hasPydicom(), 'python3-pydicom is absent');
    const image = copyOf('obj_gsps_overlay_image.dcm', []);
    const state = copyOf('obj_gsps_overlay.dcm', [], image.study);
    // One of the image's four is not activated any more.
    execFileSync('dcmodify', ['-nb', '-e', '(6002,1001)', state.file]);
    store(image.file, state.file);
    await openRoom(page, [image.study]);
    await choose(page);
    // dcmp2pgm makes the greys and leaves overlays to others.
    const { width, height, grey } = pictureByDcmp2pgm(folder, image.file, state.file);
    const ofImage = overlaysByPydicom(image.file, ['6000', '6004', '6006']);
    const ofState = overlaysByPydicom(state.file, ['6008', '600A']);
    const drawn = grey.map((value, i) => (ofImage[i] || ofState[i] ? 255 : value));
    const left = overlaysByPydicom(image.file, ['6002']);
    expect(left.some((bit, i) => bit === 1 && drawn[i] !== 255)).toBe(true);
    await expectPicture(page, square, { width, height, grey: drawn });
  });

  test('polarity is the presentation state’s: IDENTITY and INVERSE on MONOCHROME1', async ({ page }) => {
    for (const shape of ['IDENTITY', 'INVERSE']) {
      const image = copyOf('obj_gsps_luts_image.dcm', ['PhotometricInterpretation=MONOCHROME1']);
      const state = copyOf('obj_gsps_luts.dcm', [`PresentationLUTShape=${shape}`], image.study);
      execFileSync('dcmodify', ['-nb', '-e', 'PresentationLUTSequence', state.file]);
      store(image.file, state.file);
      await openRoom(page, [image.study]);
      await choose(page);
      await expectPicture(page, square, pictureByDcmp2pgm(folder, image.file, state.file));
    }
  });

  test('the displayed area of a presentation state fills the viewport', async ({ page }) => {
    const image = copyOf('obj_gsps_luts_image.dcm', []);
    const state = copyOf(
      'obj_gsps_luts.dcm',
      [
        'ImageRotation=90',
        '(0070,005a)[0].DisplayedAreaTopLeftHandCorner=101\\201',
        '(0070,005a)[0].DisplayedAreaBottomRightHandCorner=200\\260',
      ],
      image.study,
    );
    store(image.file, state.file);
    await openRoom(page, [image.study]);
    await choose(page);
    const box = (await page.locator('[data-viewport="0"]').boundingBox())!;
    const [first, last] = await page.evaluate(async () => [
      await window.yunying!.worldToCanvas(0, [99.5, 199.5, 0]),
      await window.yunying!.worldToCanvas(0, [199.5, 259.5, 0]),
    ]);
    const [wide, high] = [Math.abs(first![0] - last![0]), Math.abs(first![1] - last![1])];
    // 100 columns by 60 rows, turned: 60 wide and 100 high.
    expect(wide / high).toBeCloseTo(0.6, 2);
    expect(Math.min(box.width / wide, box.height / high)).toBeCloseTo(1, 1);
    expect((first![0] + last![0]) / 2).toBeCloseTo(box.width / 2, -0.5);
    expect((first![1] + last![1]) / 2).toBeCloseTo(box.height / 2, -0.5);
  });

  test('colours of 16 and 32 bits are seen over their whole range', async ({ page }) => {
    // Bars of 10 rows; of their red 65535, 65535, 0, 32896, 0, 32896, 0, 16448, 49344 and 65535, of 32 bits the like.
    const red = [255, 255, 0, 128, 0, 128, 0, 64, 192, 255];
    for (const name of ['bits_16_rgb.dcm', 'ts_rle_rgb16.dcm', 'ts_rle_rgb32.dcm']) {
      await open(page, name);
      const seen = async () => {
        const { width, grey } = await seenPicture(page, 100, 100);
        return red.map((wanted, bar) => Math.abs((grey[(10 * bar + 5) * width + 50] as number) - wanted));
      };
      await expect.poll(async () => greatest(await seen()), { message: name }).toBeLessThanOrEqual(1);
    }
  });

  test('padding is black when inverted, and no part of statistics and window', async ({ page }) => {
    await open(page, 'ts_explicit_le_ct.dcm');
    const { values } = await pixels(page);
    const lowest = -greatest(values.map((value) => -value));
    const padding = values.indexOf(lowest);
    await page.keyboard.press('i');
    await expect.poll(async () => (await viewport(page)).invert).toBe(true);
    const seen = await seenPicture(page, 512, 512);
    expect(seen.grey[padding]).toBe(0);
    const { voi } = await viewport(page);
    const real = values.filter((value) => value !== lowest);
    const [least, most] = [-greatest(real.map((value) => -value)), greatest(real)];
    expect(voi).toEqual({ center: (least + most + 1) / 2, width: most - least + 1 });
  });

  test('side, view and Patient Orientation of a mammogram, its marks reaching out of it', async ({
    page,
  }) => {
    await open(page, 'img_overlay_outofbounds_mg.dcm');
    // Hung among four: the only one alone.
    await expect.poll(async () => (await viewport(page, 1)).seriesInstanceUID).not.toBeNull();
    const { seriesInstanceUID } = await viewport(page, 1);
    await page.evaluate(async (uid) => {
      await window.yunying!.setLayout({ rows: 1, columns: 1 });
      await window.yunying!.show(0, { seriesInstanceUID: uid! });
    }, seriesInstanceUID);
    await expect(page.getByTestId('projection')).toHaveText('左 CC');
    // Patient Orientation R\P: rows lead to the right, columns to the back.
    expect((await viewport(page)).edges).toEqual({ top: 'A', bottom: 'P', left: 'L', right: 'R' });
    await page.keyboard.press('.');
    await expect
      .poll(async () => (await viewport(page)).edges)
      .toEqual({ top: 'L', bottom: 'R', left: 'P', right: 'A' });
    await expect(page.getByTestId('cover-0')).toBeVisible();
  });

  test('the proxy’s rendered picture has the same VOI LUT, overlays and shutter', async ({ page }) => {
    const lut = copyOf('lut_voi_04.dcm', []);
    store(lut.file);
    const reference = pictureByDcm2pnm(folder, lut.file, ['+Wl', '1']);
    await openRoom(page, [lut.study]);
    const { studyInstanceUID, seriesInstanceUID, sopInstanceUID } = await viewport(page);
    const url = `${baseUrl()}/dicom-web/studies/${studyInstanceUID}/series/${seriesInstanceUID}/instances/${sopInstanceUID}/rendered?quality=100`;
    const grey = await page.evaluate(async (address) => {
      const image = new Image();
      image.src = address;
      await image.decode();
      const canvas = document.createElement('canvas');
      [canvas.width, canvas.height] = [image.naturalWidth, image.naturalHeight];
      const context = canvas.getContext('2d')!;
      context.drawImage(image, 0, 0);
      const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
      return Array.from({ length: canvas.width * canvas.height }, (_, i) => data[4 * i]!);
    }, url);
    const differences = grey.map((value, i) => Math.abs(value - (reference.grey[i] as number)));
    // A JPEG: on the average it is the same.
    expect(differences.reduce((a, b) => a + b, 0) / differences.length).toBeLessThan(2);
  });
});

/** Chooses the only presentation state of the study. */
async function choose(page: Page): Promise<void> {
  const count = () => page.evaluate(async () => (await window.yunying!.getPresentationStates()).length);
  await expect.poll(count).toBe(1);
  await page.evaluate(async () => {
    const [state] = await window.yunying!.getPresentationStates();
    await window.yunying!.setPresentationState(state!.sopInstanceUID);
  });
  expect((await viewport(page)).presentationState).not.toBeNull();
}

const inverse = (picture: { width: number; height: number; grey: Uint8Array }) => ({
  ...picture,
  grey: picture.grey.map((value) => 255 - value),
});

const greatest = (values: readonly number[]): number => values.reduce((a, b) => Math.max(a, b), -Infinity);

let uids = 0;
const newUid = (): string => `2.25.${Date.now()}${process.pid}${++uids}`;
