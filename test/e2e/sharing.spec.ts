import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test, type Browser, type BrowserContext, type Page } from '@playwright/test';
import jsQR from 'jsqr';
import sharp from 'sharp';
import { demoTruth } from '../../scripts/demo-studies/index.ts';
import { store } from '../integration/support/instances.ts';
import { lastCode, outboxOf, phone } from '../integration/sign-in/support/shares.ts';
import { madeReport } from './support/madeReports.ts';
import { firstImage } from './support/room.ts';
import { fillIn, menuOf } from './support/signingIn.ts';
import { startSystemProcess, type SystemProcess } from './support/startSystemProcess.ts';

/** A study shared in the reading room, opened on a telephone: each test goes on where the one before has ended. */
test.describe.configure({ mode: 'serial' });

const run = promisify(execFile);
const current = demoTruth().studies.find(({ key }) => key === 'current');
if (!current) throw new Error('the demo has no current study');
const { studyInstanceUid } = current;
const administrator = { login: 'admin', name: '王管理', password: 'ein Schloss am Meer' };
const finding = '右肺上叶见一实性小结节。';

let system: SystemProcess;
let url = '';
let signedIn: BrowserContext;
let reading: Page;
let link = '';
let extractionCode = '';
let visiting: Page;

test.beforeAll(async ({ browser }) => {
  test.setTimeout(240_000);
  system = await startSystemProcess({ demo: true, signIn: true, outbox: true });
  url = system.url;
  signedIn = await browser.newContext({ locale: 'zh-CN', acceptDownloads: true });
  reading = await signedIn.newPage();
  await reading.goto(system.setupLink ?? '');
  await reading.getByLabel('用户名').fill(administrator.login);
  await reading.getByLabel('姓名').fill(administrator.name);
  await reading.getByLabel('密码', { exact: true }).fill(administrator.password);
  await reading.getByLabel('再次输入密码').fill(administrator.password);
  await reading.getByRole('button', { name: '创建并登录' }).click();
  await expect(menuOf(reading, administrator.name)).toBeVisible();
  const report = madeReport({
    ...{ study: studyInstanceUid, patientId: await patientId(), studyDate: '20260701' },
    ...{ instance: `${studyInstanceUid}.99.1`, date: '20260701', time: '160000', text: finding },
    kind: 'reading',
  });
  const [cookie] = await signedIn.cookies(url);
  const headers = { cookie: `${cookie?.name}=${cookie?.value}` };
  expect((await store(`${url}/dicom-web`, [report], '/studies', headers)).status).toBe(200);
});
test.afterAll(async () => {
  await signedIn?.close();
  await system?.close();
});

async function patientId(): Promise<string> {
  const answer = await reading.request.get(`${url}/dicom-web/studies?StudyInstanceUID=${studyInstanceUid}`);
  const [study] = (await answer.json()) as Record<string, { Value?: string[] }>[];
  return study?.['00100020']?.Value?.[0] ?? '';
}

async function telephone(browser: Browser, userAgent?: string): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width: 390, height: 844 },
    hasTouch: true,
    isMobile: true,
    deviceScaleFactor: 2,
    locale: 'zh-CN',
    acceptDownloads: true,
    ...(userAgent !== undefined && { userAgent }),
  });
  return context.newPage();
}

/** What a camera would see of a picture. */
async function scanned(picture: Buffer): Promise<string | undefined> {
  const { data, info } = await sharp(picture).ensureAlpha().raw().toBuffer({ resolveWithObject: true });
  return jsQR(new Uint8ClampedArray(data), info.width, info.height)?.data;
}

const layer = (page: Page) => page.locator('[data-layer="yunying-watermark"]');

async function openLink(page: Page): Promise<void> {
  const before = (await outboxOf(system.dataDir)).length;
  await page.goto(link);
  await page.getByLabel('手机号码').fill(phone);
  await page.getByRole('button', { name: '获取验证码' }).tap();
  await expect(page.getByText('如果号码与医院登记的一致')).toBeVisible();
  await page.getByLabel('验证码', { exact: true }).fill(await lastCode(system.dataDir, before + 1));
  await page.getByRole('button', { name: '查看影像和报告' }).tap();
}

test('a study is shared in the reading room, by a code that a camera reads', async () => {
  await reading.goto(`${url}/viewer?StudyInstanceUIDs=${studyInstanceUid}`);
  await firstImage(reading);
  await reading.getByRole('button', { name: '分享', exact: true }).click();
  const dialog = reading.getByRole('dialog', { name: '分享影像' });
  await dialog.getByLabel('手机号码').fill(phone);
  await dialog.getByLabel('允许下载原始影像').check();
  await dialog.getByRole('button', { name: '生成链接和二维码' }).click();
  const code = dialog.getByRole('img', { name: '分享链接的二维码' });
  await expect(code).toBeVisible();
  await expect.poll(() => code.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(0);
  link = (await scanned(await code.screenshot())) ?? '';
  expect(link).toMatch(new RegExp(`^${url}/s/[\\w-]{22}$`));
  await expect(dialog.getByText(link)).toBeVisible();
  const saving = reading.waitForEvent('download');
  await dialog.getByRole('link', { name: '保存 PNG' }).click();
  expect(await scanned(await sharp(await (await saving).path()).toBuffer())).toBe(link);
  await dialog.getByRole('button', { name: '生成提取码' }).click();
  extractionCode = (await dialog.locator('output').innerText()).replaceAll(' ', '');
  expect(extractionCode).toMatch(/^\d{8}$/);
});

test('on a telephone it is opened with the code of the message, report and images on one page', async ({
  browser,
}) => {
  visiting = await telephone(browser);
  await openLink(visiting);
  await expect(visiting.getByText(finding)).toBeVisible();
  await expect(visiting.locator('h2').first()).toContainText('张');
  const picture = visiting.locator('figure[data-series] img').first();
  await picture.scrollIntoViewIfNeeded();
  await expect
    .poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth))
    .toBeGreaterThan(100);
  // Nothing is wider than the screen.
  expect(await visiting.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
  // Another slice is another picture.
  const before = await picture.getAttribute('src');
  await visiting.getByLabel('图像位置').first().fill('0');
  await expect.poll(() => picture.getAttribute('src')).not.toBe(before);
  // Of this patient's other studies nothing is to be had.
  await expect(visiting.locator('article[aria-label]')).toHaveCount(1);
});

test('who looks at it is written over it, and comes back when it is taken away', async () => {
  await expect(layer(visiting)).toHaveCount(1);
  const written = async (): Promise<string> =>
    decodeURIComponent((await layer(visiting).getAttribute('style')) ?? '');
  expect(await written()).toContain('8000 · ');
  await layer(visiting).evaluate((element) => element.remove());
  await expect(layer(visiting)).toHaveCount(1);
  await layer(visiting).evaluate((element: HTMLElement) => (element.style.display = 'none'));
  await expect(layer(visiting)).toHaveCSS('display', 'block');
  await visiting.emulateMedia({ media: 'print' });
  await expect(visiting.getByText(finding)).toBeHidden();
  expect(
    await visiting.evaluate(() => getComputedStyle(document.documentElement, '::after').content),
  ).toContain('不能打印');
  await visiting.emulateMedia({ media: 'screen' });
  // Loaded anew it is still open.
  await visiting.reload();
  await expect(visiting.getByText(finding)).toBeVisible();
});

test('the original images open in the same page', async () => {
  await visiting.getByRole('link', { name: '查看原始清晰影像' }).tap();
  await firstImage(visiting);
  const fidelity = () => visiting.evaluate(async () => (await window.yunying?.getViewports())?.[0]?.fidelity);
  await expect.poll(fidelity).toBe('lossless');
  await expect(layer(visiting)).toHaveCount(1);
  await visiting.reload();
  await firstImage(visiting);
  await expect(layer(visiting)).toHaveCount(1);
  await visiting.goBack();
  await expect(visiting.getByText(finding)).toBeVisible();
});

test('the files are had with the extraction code, and open', async () => {
  await visiting.getByLabel('提取码').fill('00000000' === extractionCode ? '11111111' : '00000000');
  await visiting.getByRole('button', { name: '下载 ZIP' }).tap();
  await expect(visiting.getByRole('alert')).toContainText('提取码不正确');
  await visiting.getByLabel('提取码').fill(extractionCode);
  const saving = visiting.waitForEvent('download');
  await visiting.getByRole('button', { name: '下载 ZIP' }).tap();
  const zip = await (await saving).path();
  expect((await run('unzip', ['-t', zip])).stdout).toContain('No errors detected');
  const files = (await run('unzip', ['-l', zip])).stdout.match(/\.dcm/g);
  const images = current.series.reduce((sum, { instances }) => sum + instances.length, 0);
  expect(files?.length).toBe(images + 1);
});

test('in WeChat the page says where files are had instead', async ({ browser }) => {
  const page = await telephone(
    browser,
    'Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/120 Mobile Safari/537.36 MicroMessenger/8.0.49',
  );
  await openLink(page);
  await expect(page.getByText('在浏览器打开')).toBeVisible();
  await expect(page.getByRole('button', { name: '下载 ZIP' })).toBeHidden();
  await page.context().close();
});

test('withdrawn it is over at once, and says so', async () => {
  const dialog = reading.getByRole('dialog', { name: '分享影像' });
  await dialog.getByRole('button', { name: '返回' }).click();
  reading.once('dialog', (question) => void question.accept());
  await dialog.getByRole('button', { name: '撤回' }).click();
  await expect(dialog.getByText('已撤回')).toBeVisible();
  // The next thing that is asked for.
  await visiting.getByLabel('图像位置').first().fill('3');
  await expect(visiting.getByText('分享已撤回')).toBeVisible();
  await expect(visiting.getByText(finding)).toBeHidden();
  await expect(layer(visiting)).toHaveCount(0);
  await visiting.goto(link);
  await expect(visiting.getByText('分享已撤回')).toBeVisible();
});

test('one that has expired says so, and one that never was', async () => {
  const reply = await reading.request.post(`${url}/api/studies/${studyInstanceUid}/shares`, {
    data: {
      ...{ phone, history: false, report: true, download: false, maxOpenings: null },
      validUntil: new Date(Date.now() + 2500).toISOString(),
    },
  });
  const { path } = (await reply.json()) as { path: string };
  await expect
    .poll(async () => {
      await visiting.goto(url + path);
      const expired = visiting.getByText('分享已过期');
      await expired.or(visiting.getByLabel('手机号码')).first().waitFor();
      return expired.isVisible();
    })
    .toBe(true);
  await visiting.goto(`${url}/s/${'x'.repeat(22)}`);
  await expect(visiting.getByText('链接无效')).toBeVisible();
  await visiting.context().close();
});

test('an administrator sets the limits, and sees all that is shared', async () => {
  await reading.goto(`${url}/sharing`);
  await expect(reading.locator('tr[data-state="withdrawn"]')).toContainText('张');
  await reading.getByLabel('最长有效期（天）').fill('14');
  await reading.getByLabel('允许用身份证号后六位验证').check();
  await reading.getByRole('button', { name: '保存', exact: true }).click();
  await expect
    .poll(async () => {
      const answer = await reading.request.get(`${url}/api/sharing`);
      return ((await answer.json()) as { limits: object }).limits;
    })
    .toMatchObject({ longestDays: 14, idDigits: true });
});

test('a consulting expert is given the study by name, and finds nothing else', async ({ browser }) => {
  const expert = { login: 'expert', name: '李会诊', password: 'ein Boot auf dem Fluss' };
  const made = await reading.request.post(`${url}/api/people`, {
    data: { ...expert, role: 'consulting expert', institutions: [], departments: [], phone: null },
  });
  expect(made.status()).toBe(201);
  await reading.goto(`${url}/viewer?StudyInstanceUIDs=${studyInstanceUid}`);
  await firstImage(reading);
  await reading.getByRole('button', { name: '分享', exact: true }).click();
  const dialog = reading.getByRole('dialog', { name: '分享影像' });
  await dialog.getByText('会诊专家', { exact: true }).click();
  await dialog.getByLabel('会诊专家', { exact: true }).last().selectOption({ label: expert.name });
  await dialog.getByRole('button', { name: '分享给专家' }).click();
  await expect(dialog.getByText('由 李会诊 用自己的账号登录后查看。')).toBeVisible();
  await expect(dialog.getByText(`${url}/viewer?StudyInstanceUIDs=${studyInstanceUid}`)).toBeVisible();
  const theirs = await browser.newContext({ locale: 'zh-CN' });
  const page = await theirs.newPage();
  await page.goto(`${url}/sign-in`);
  await fillIn(page, expert.login, expert.password);
  await expect(menuOf(page, expert.name)).toBeVisible();
  await expect(page.locator('[data-study]')).toHaveCount(1);
  await page.goto(`${url}/viewer?StudyInstanceUIDs=${studyInstanceUid}`);
  await firstImage(page);
  await theirs.close();
});

test('all of it is in the audit trail', async () => {
  await reading.goto(`${url}/audit`);
  const rows = reading.locator('tbody tr[data-seq]');
  await expect(rows.first()).toBeVisible();
  for (const text of ['新建分享', '索取验证码', '打开分享', '撤回分享', '分享限制'])
    await expect(rows.filter({ hasText: text }).first()).toBeVisible();
  await expect(rows.filter({ hasText: '分享访客' }).first()).toBeVisible();
  // The link opens nothing, and is not written down all the same.
  expect(await reading.locator('table').first().innerText()).not.toContain(link.split('/s/')[1]);
});
