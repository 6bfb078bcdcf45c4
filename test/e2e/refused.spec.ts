import { zipSync } from 'fflate';
import { expect, test, type Page } from '@playwright/test';
import { makeInstance } from '../integration/support/instances.ts';
import { baseUrl } from './support/room.ts';

const study = '1.2.826.0.1.3680043.10.511.66';
const good = makeInstance({ study, patientName: 'Qian^Yi=钱^一', patientId: 'REFUSED-1' });
const cut = good.file.subarray(0, good.file.length - 10);
const withoutUids = makeInstance({
  study,
  patientName: 'Sun^Er=孙^二',
  patientId: 'REFUSED-2',
  more: [
    [0x0020000d, 'UI', ''],
    [0x0020000e, 'UI', ''],
  ],
}).file;
/** Preamble and meta information left out: 144 bytes and what (0002,0000) counts (PS3.10 7.1). */
const bare = makeInstance({ study, number: 2, patientName: 'Qian^Yi=钱^一', patientId: 'REFUSED-1' }).file;
const bareDataSet = bare.subarray(144 + bare.readUInt32LE(140));

const api = `${baseUrl()}/dicom-web`;

async function removeAll(): Promise<void> {
  const { files } = (await (await fetch(`${api}/refused`)).json()) as { files: { id: string }[] };
  for (const { id } of files) await fetch(`${api}/refused/${id}`, { method: 'DELETE' });
  const found = await fetch(`${api}/studies?PatientID=REFUSED-*`);
  for (const one of (await found.json()) as Record<string, { Value?: string[] }>[]) {
    await fetch(`${api}/studies/${one['0020000D']?.Value?.[0]}`, { method: 'DELETE' });
  }
}

test.beforeEach(removeAll);
test.afterEach(removeAll);

async function choose(page: Page, files: { name: string; buffer: Buffer }[]): Promise<void> {
  await page
    .locator('input[type=file]')
    .setInputFiles(files.map((file) => ({ ...file, mimeType: 'application/octet-stream' })));
}

test('what is refused at an upload is listed with the reason; it can be completed, and thrown away', async ({
  page,
}) => {
  await page.goto(baseUrl());
  await choose(page, [
    { name: 'cut.dcm', buffer: cut },
    { name: 'nouids.dcm', buffer: withoutUids },
    { name: 'bare', buffer: bareDataSet },
    { name: 'readme.txt', buffer: Buffer.from('a text') },
  ]);
  const card = page.getByRole('status').filter({ hasText: '已存入' });
  await expect(card).toContainText('已存入 1 个文件');
  await expect(card).toContainText('2 个文件未能存入');
  await expect(card).toContainText('已跳过 1 个非 DICOM 文件');
  await card.getByRole('link', { name: '查看原因' }).click();

  await expect(page).toHaveURL(/\/refused$/);
  await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', 'light');
  const rows = page.locator('[data-refused]');
  await expect(rows).toHaveCount(2);
  const cutRow = rows.filter({ hasText: '钱一' });
  await expect(cutRow).toContainText('文件不完整：在 (7FE0,0010) 处中断，缺少 10 字节');
  await expect(cutRow).toContainText('cut.dcm');
  await expect(cutRow).toContainText('网页上传');
  const uidRow = rows.filter({ hasText: '孙二' });
  await expect(uidRow).toContainText('缺少标识：Study Instance UID, Series Instance UID');
  await page.screenshot({ path: 'test-results/refused.png' });

  // Trying again changes nothing, giving it UIDs does.
  await uidRow.click();
  await page.getByRole('button', { name: '重试存入' }).click();
  await expect(page.getByRole('status')).toContainText('已存入 0 个，仍未能存入 1 个');
  await expect(uidRow).toContainText('共 2 次');
  await page.getByRole('button', { name: '补全标识后存入' }).click();
  await expect(page.getByRole('status')).toContainText('已存入 1 个，仍未能存入 0 个');
  await expect(rows).toHaveCount(1);
  const found = await (await fetch(`${api}/studies?PatientID=REFUSED-2`)).json();
  expect(found).toHaveLength(1);

  // As it came.
  await page.getByRole('checkbox', { name: '全选' }).check();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: '下载' }).click(),
  ]);
  const stream = await download.createReadStream();
  expect(Buffer.concat(await Array.fromAsync(stream as AsyncIterable<Buffer>)).equals(cut)).toBe(true);

  await page.getByRole('button', { name: '删除' }).click();
  await page.screenshot({ path: 'test-results/refused-discard.png' });
  await page.getByRole('dialog').getByRole('button', { name: '删除' }).click();
  await expect(page.getByText('没有未能存入的文件')).toBeVisible();
  await page.screenshot({ path: 'test-results/refused-empty.png' });
  await page.getByRole('link', { name: '检查列表' }).click();
  await expect(page.getByRole('link', { name: '未存入文件' })).toBeVisible();
});

test('takes a ZIP archive apart, and reads in English', async ({ page }) => {
  await page.goto(baseUrl());
  const archive = zipSync({ disc: { IM1: good.file, IM2: cut, 'README.TXT': Buffer.from('x') } });
  await choose(page, [{ name: 'disc.zip', buffer: Buffer.from(archive) }]);
  const card = page.getByRole('status').filter({ hasText: '已存入' });
  await expect(card).toContainText('已存入 1 个文件');
  await expect(card).toContainText('1 个文件未能存入');
  await card.getByRole('link', { name: '查看原因' }).click();
  await page.getByText('English').click();
  await expect(page.locator('[data-refused]')).toContainText('Incomplete: the file ends within (7FE0,0010)');
  await page.screenshot({ path: 'test-results/refused-en.png' });
});
