import { expect, test, type Page } from '@playwright/test';
import { makeInstance, store } from '../integration/support/instances.ts';
import { baseUrl, openRoom } from './support/room.ts';

const study = '1.2.826.0.1.3680043.10.519.1';
const scriptOf = (field: string): string => `<img src=x onerror="ran('${field}')">`;

test.afterEach(() => fetch(`${baseUrl()}/dicom-web/studies/${study}`, { method: 'DELETE' }));

/** Told of what ran, and of what the page's policy had to hold back. */
async function watch(page: Page): Promise<{ ran: string[]; violations: string[] }> {
  const told = { ran: [] as string[], violations: [] as string[] };
  await page.exposeFunction('ran', (field: string) => told.ran.push(field));
  await page.exposeFunction('violated', (what: string) => told.violations.push(what));
  await page.addInitScript(() => {
    addEventListener('securitypolicyviolation', (event) => {
      const { violated } = window as unknown as { violated(what: string): void };
      violated(`${event.violatedDirective} ${event.blockedURI}`);
    });
  });
  return told;
}

test('texts of a file that are markup are shown as the letters they are, and run nowhere', async ({
  page,
}) => {
  const { file } = makeInstance({
    study,
    // An equals sign would end the first group of a name (PS3.5 6.2).
    patientName: `<script>ran('name')</script>^<b>X</b>`,
    patientId: scriptOf('id'),
    studyDescription: scriptOf('study'),
    more: [
      [0x0008103e, 'LO', scriptOf('series')],
      [0x00080080, 'LO', scriptOf('institution')],
      [0x00080090, 'PN', scriptOf('physician')],
    ],
  });
  expect((await store(`${baseUrl()}/dicom-web`, [file])).status).toBe(200);
  const told = await watch(page);
  await page.goto(`${baseUrl()}/?range=all`);
  const row = page.locator(`a[data-study="${study}"]`);
  await expect(row).toContainText("<script>ran('name')</script>");
  await row.hover();
  await page.screenshot({ path: 'test-results/hostile-worklist.png' });

  await openRoom(page, [study]);
  await expect(page.getByRole('banner')).toContainText("<script>ran('name')</script>");
  await page.screenshot({ path: 'test-results/hostile-room.png' });
  expect(await page.locator('img[src="x"]').count()).toBe(0);
  // Not even tried: the policy is the second wall.
  expect(told).toEqual({ ran: [], violations: [] });
});
