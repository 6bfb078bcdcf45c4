import { expect, test } from '@playwright/test';
import { makeInstance, store } from '../integration/support/instances.ts';
import { baseUrl, openRoom } from './support/room.ts';

const study = (number: number): string => `1.2.826.0.1.3680043.10.511.67.${number}`;
const latin1 = (text: string): Uint8Array => Buffer.from(text, 'latin1');

/** Bytes as in PS3.5 Annexes H and I, as Python's codecs encode them, and as they are shown to a Chinese reader. */
const names = [
  {
    declared: 'ISO 2022 IR 13\\ISO 2022 IR 87',
    name: '\xd4\xcf\xc0\xde^\xc0\xdb\xb3=\x1b$B;3ED\x1b(J^\x1b$BB@O:\x1b(J=\x1b$B$d$^$@\x1b(J^\x1b$B$?$m$&\x1b(J',
    shown: '山田太郎',
  },
  {
    declared: '\\ISO 2022 IR 149',
    name: 'Hong^Gildong=\x1b$)C\xfb\xf3^\x1b$)C\xd1\xce\xd4\xd7=\x1b$)C\xc8\xab^\x1b$)C\xb1\xe6\xb5\xbf',
    shown: '洪吉洞',
  },
  { declared: 'ISO_IR 127', name: '\xe2\xc8\xc7\xe6\xea^\xe4\xe6\xd2\xc7\xd1', shown: 'قباني, لنزار' },
  { declared: 'GB18030', name: 'Wang^XiaoDong=\xcd\xf5^\xd0\xa1\xb6\xab', shown: '王小东' },
  { declared: 'ISO_IR 100', name: '\xd5\xc5^\xc8\xfd\xb7\xe1', shown: '张三丰', guessed: 'GB18030' },
];

const removeAll = async (): Promise<void> => {
  for (const [number] of names.entries()) {
    await fetch(`${baseUrl()}/dicom-web/studies/${study(number)}`, { method: 'DELETE' });
  }
};
test.afterEach(removeAll);

test('names of any character set are right in the worklist and over the image; guessed ones say so', async ({
  page,
}) => {
  const files = names.map(({ declared, name }, number) => {
    const made = { study: study(number), characterSet: declared, patientName: name, encode: latin1 };
    return makeInstance({ ...made, patientId: `NAMES-${number}`, studyDescription: 'Names' }).file;
  });
  expect((await store(`${baseUrl()}/dicom-web`, files)).status).toBe(200);
  await page.goto(`${baseUrl()}/?range=all`);
  const row = (number: number) => page.locator(`a[data-study="${study(number)}"]`);
  for (const [number, { shown, guessed }] of names.entries()) {
    await expect(row(number)).toContainText(shown);
    await expect(row(number).locator('[data-guessed]')).toHaveCount(guessed ? 1 : 0);
  }
  await page.screenshot({ path: 'test-results/names-worklist.png' });
  const cell = page.getByRole('gridcell').filter({ has: row(4) });
  await expect(cell).toHaveAttribute('title', /GB18030/);

  await openRoom(page, [study(0)]);
  await expect(page.getByRole('banner')).toContainText('山田太郎');
  await openRoom(page, [study(4)]);
  await expect(page.getByRole('banner')).toContainText('张三丰');
  await expect(page.getByRole('banner').locator('[data-guessed=GB18030]')).toHaveAttribute('title', /字符集/);
  await page.screenshot({ path: 'test-results/names-room.png' });
});
