import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@playwright/test';
import { valuesByDcmtk } from './support/dcmtkValues.ts';
import { baseUrl, openRoom, pixels, viewport } from './support/room.ts';

const volumes = fileURLToPath(new URL('../../../shared/dicom/volumes/', import.meta.url));
const root = fileURLToPath(new URL('../../', import.meta.url));

test.describe('real patients’ images', () => {
  test.skip(!existsSync(volumes), '../shared/dicom is absent');

  test.beforeAll(() => {
    const folders = ['ct_chest_nlst_101287_T0', 'petct_acrin_nsclc_042'].map((name) => `${volumes}${name}`);
    execFileSync(process.execPath, ['scripts/import.ts', '--url', baseUrl(), ...folders], {
      cwd: root,
      stdio: 'ignore',
    });
  });

  test('the NLST chest CT opens in its middle and reads as DCMTK decodes it', async ({ page }) => {
    await openRoom(page, ['1.2.840.113654.2.55.242841386983064378162007136685545369722']);
    const shown = await viewport(page);
    expect(shown).toMatchObject({ sliceCount: 143, sliceIndex: 71, fidelity: 'lossless', error: null });
    const image = await pixels(page);
    const expected = valuesByDcmtk(`${volumes}ct_chest_nlst_101287_T0`, shown.sopInstanceUID ?? '');
    expect(image.values).toHaveLength(512 * 512);
    expect(image.values).toEqual(expected);
  });

  test('the PET/CT opens with its CT and shows the PET beside it', async ({ page }) => {
    await openRoom(page, ['1.3.6.1.4.1.14519.5.2.1.7009.2403.334240657131972136850343327463']);
    expect(await viewport(page)).toMatchObject({ sliceCount: 135, error: null });
    await page.evaluate(() => window.yunying?.setLayout({ rows: 1, columns: 2 }));
    await page.locator('[data-viewport="1"]').click({ position: { x: 100, y: 200 } });
    await page.getByRole('button', { name: /PET AC/ }).click();
    await expect.poll(async () => (await viewport(page, 1)).sopInstanceUID).not.toBeNull();
    const pet = await viewport(page, 1);
    expect(pet).toMatchObject({ sliceCount: 135, error: null });
    expect((await pixels(page, 1)).unit).toBe('BQML');
    expect((await viewport(page, 0)).seriesInstanceUID).not.toBe(pet.seriesInstanceUID);
  });
});
