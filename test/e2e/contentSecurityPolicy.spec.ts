import { readFileSync } from 'node:fs';
import { expect, test, type Browser, type BrowserContext, type Page } from '@playwright/test';
import sharp from 'sharp';
import { makeInstance, store } from '../integration/support/instances.ts';
import { lastCode, phone, usualShare } from '../integration/sign-in/support/shares.ts';
import { palettes } from '../../viewer/ui/palette.ts';
import { hisSecret, startHis } from './support/hisExample.ts';
import { madePdf, madeReport } from './support/madeReports.ts';
import { add } from './support/measuring.ts';
import { openRoom, viewport } from './support/room.ts';
import { menuOf } from './support/signingIn.ts';
import { startSystemProcess, type SystemProcess } from './support/startSystemProcess.ts';
import { watchPolicy, type WatchedPolicy } from './support/watchPolicy.ts';

/** Every page under the policy it is sent with: nothing on it breaks the policy, and it lets no style be written into markup. */
test.describe.configure({ mode: 'serial' });

const uid = '1.2.826.0.1.3680043.10.511.78';
const priorUid = '1.2.826.0.1.3680043.10.511.79';
const patientId = 'POLICY-1';
const password = 'ein Schloss am Meer';

let system: SystemProcess;
let url = '';
let page: Page;
let watched: WatchedPolicy;

test.beforeAll(async ({ browser }) => {
  test.setTimeout(240_000);
  system = await startSystemProcess({ signIn: true, outbox: true });
  url = system.url;
  const context = await browser.newContext({ locale: 'zh-CN', acceptDownloads: true });
  watched = await watchPolicy(context);
  page = await context.newPage();
});
test.afterAll(async () => {
  await page?.context().close();
  await system?.close();
});
test.afterEach(() => expectClean(watched));

function expectClean({ violations, policies }: WatchedPolicy): void {
  expect(violations).toEqual([]);
  expect(policies.size).toBeGreaterThan(0);
  for (const [address, policy] of policies) {
    if (!address.startsWith(url)) continue;
    expect([address, policy]).toEqual([address, expect.stringMatching(/style-src 'self'(;|$)/)]);
    expect([address, policy.includes('unsafe-inline')]).toEqual([address, false]);
  }
}

/** In a browser of its own, closed when it is over. */
async function inContext(
  browser: Browser,
  options: Parameters<Browser['newContext']>[0],
  visit: (page: Page, context: BrowserContext) => Promise<void>,
): Promise<void> {
  const context = await browser.newContext({ locale: 'zh-CN', ...options });
  try {
    const its = await watchPolicy(context);
    await visit(await context.newPage(), context);
    expectClean(its);
  } finally {
    await context.close();
  }
}

/** What requests beside the browser send. */
async function signedIn(): Promise<{ cookie: string }> {
  const [cookie] = await page.context().cookies(url);
  return { cookie: `${cookie?.name}=${cookie?.value}` };
}

/** A volume of grey ramps. */
function slices(study: string, studyDate: string): Buffer[] {
  const side = 64;
  return Array.from({ length: 12 }, (_, index) => {
    const values = Buffer.alloc(2 * side * side);
    for (let i = 0; i < side * side; i++) values.writeUInt16LE(900 + 40 * index + (i % side), 2 * i);
    return makeInstance({
      ...{ study, studyDate, patientId, patientName: 'Policy^One', number: index + 1, modality: 'CT' },
      more: [
        [0x00200037, 'DS', ['1', '0', '0', '0', '1', '0']],
        [0x00200052, 'UI', `${study}.52`],
        [0x00280010, 'US', side],
        [0x00280011, 'US', side],
        [0x7fe00010, 'OW', values],
      ],
    }).file;
  });
}

/** A variable of the look as an element has it. */
const accent = (of: Page): Promise<string> =>
  of.evaluate(() => getComputedStyle(document.documentElement).getPropertyValue('--yy-accent').trim());

test('signing in and the worklist', async () => {
  await page.goto(system.setupLink ?? '');
  await page.getByLabel('用户名').fill('admin');
  await page.getByLabel('姓名').fill('王管理');
  await page.getByLabel('密码', { exact: true }).fill(password);
  await page.getByLabel('再次输入密码').fill(password);
  await page.getByRole('button', { name: '创建并登录' }).click();
  await expect(menuOf(page, '王管理')).toBeVisible();
  const files = [...slices(uid, '20260701'), ...slices(priorUid, '20251220')];
  expect((await store(`${url}/dicom-web`, files, '/studies', await signedIn())).status).toBe(200);
  await page.reload();
  await expect(page.locator('a[data-study]')).toHaveCount(2);
  expect(await accent(page)).toBe(palettes.dark.accent);
  await expect(page.locator('html')).toHaveCSS('color-scheme', 'dark');
});

test('what is not allowed is noticed', async ({ browser }) => {
  const context = await browser.newContext();
  const { violations } = await watchPolicy(context);
  const other = await context.newPage();
  await other.goto(`${url}/sign-in`);
  await expect(other.getByLabel('用户名')).toBeVisible();
  await other.evaluate(() => {
    const style = document.createElement('style');
    style.textContent = 'body { opacity: 0 }';
    document.head.append(style);
    document.body.insertAdjacentHTML('beforeend', '<p style="color: red" onclick="alert(1)">text</p>');
  });
  await expect
    .poll(() => violations.map((text) => text.split(':', 1)[0]).toSorted())
    .toEqual(['script-src-attr', 'style-src-attr', 'style-src-elem']);
  await expect(other.locator('body')).toHaveCSS('opacity', '1');
  await context.close();
});

for (const [path, opens] of [
  ['/account'],
  ['/people', '添加用户'],
  ['/rules', '添加规则'],
  ['/keys', '生成密钥'],
  ['/his', '登记 HIS'],
  ['/sharing'],
  ['/audit'],
  ['/sessions'],
  ['/emergencies'],
  ['/emergency'],
  ['/refused'],
  ['/monitor-test'],
  ['/sign-in'],
  ['/s/AAAAAAAAAAAAAAAAAAAAAA'],
] as const)
  test(`${path}${opens ? ` and its dialog` : ''}`, async () => {
    await page.goto(url + path);
    await expect(page.locator('#root')).not.toBeEmpty();
    await page.waitForLoadState('networkidle');
    if (!opens) return;
    await page.getByRole('button', { name: opens }).first().click();
    await expect(page.getByRole('dialog')).toBeVisible();
  });

test('the reading room: planes, slabs, volume, measurements, dialogs, what is exported', async () => {
  test.setTimeout(180_000);
  await openRoom(page, [uid], url);
  const { focalPoint } = await viewport(page);
  const [x, y, z] = focalPoint ?? [0, 0, 0];
  for (const tool of ['length', 'bidirectional'] as const)
    await add(page, {
      tool,
      index: 0,
      points: [
        [x, y, z],
        [x + 40, y, z],
        ...(tool === 'length'
          ? []
          : ([
              [x + 20, y - 10, z],
              [x + 20, y + 10, z],
            ] as [number, number, number][])),
      ],
    });
  await expect(page.getByTestId('measurements-0').locator('text').first()).toBeVisible();

  await page.getByRole('button', { name: '报告、关键图像与导出' }).first().click();
  const saving = page.waitForEvent('download');
  await page.getByRole('button', { name: '当前图像与标注（PNG）' }).click();
  expect(await colouredPixels(await (await saving).path())).toBeGreaterThan(50);

  for (const keys of ['?', 'Shift+S']) {
    await page.keyboard.press(keys);
    await expect(page.getByRole('dialog')).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toHaveCount(0);
  }
  await page.getByRole('button', { name: '分享', exact: true }).click();
  await expect(page.getByRole('dialog', { name: '分享影像' })).toBeVisible();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: '报告', exact: true }).click();

  await page.evaluate(async () => {
    await window.yunying?.setLayout({ rows: 2, columns: 2 });
    await window.yunying?.setOrientation(0, 'coronal');
    await window.yunying?.setSlab(0, { mode: 'mip', thicknessMm: 10 });
  });
  await expect.poll(async () => (await viewport(page)).slab?.mode).toBe('mip');
  await page.getByRole('button', { name: '平面与层块' }).first().click();
  await page.evaluate(() => window.yunying?.leaveMpr());
  await page.evaluate(() => window.yunying?.setVolume3d(0, { preset: 'bone', view: 'A' }));
  await expect(page.locator('[data-volume3d]')).toBeVisible();
});

test('a comparison with an earlier study', async () => {
  await openRoom(page, [uid, priorUid], url);
  await expect(page.locator('[data-viewport="1"]')).toBeVisible();
});

test('a report and a PDF beside the images; what is printed looks as the page does', async () => {
  const study = '1.2.826.0.1.3680043.10.511.77';
  const about = { study, patientId, studyDate: '20260701', date: '20260701', time: '160000' };
  const files = [
    madeReport({ ...about, instance: `${study}.1`, kind: 'reading', text: '右肺上叶见一实性小结节。' }),
    madePdf({ ...about, instance: `${study}.2`, title: '外院报告' }),
  ];
  expect((await store(`${url}/dicom-web`, files, '/studies', await signedIn())).status).toBe(200);
  await page.goto(`${url}/viewer?StudyInstanceUIDs=${study}`);
  await expect(page.locator('[data-object-kind]').first()).toBeVisible();
  await page.getByRole('button', { name: '打印' }).first().click();
  const printed = page.locator('iframe[aria-hidden]').contentFrame().locator('html');
  await expect(printed).toHaveAttribute('data-printing', 'true');
  expect(
    await printed.evaluate((root) =>
      getComputedStyle(root).getPropertyValue('--mantine-font-size-md').trim(),
    ),
  ).toBe('0.875rem');
});

test('on a telephone: the room, and what was shared by a link', async ({ browser }) => {
  const telephone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
  const sharing = await page.request.post(`${url}/api/studies/${uid}/shares`, {
    data: usualShare(Date.now()),
  });
  const { path } = (await sharing.json()) as { path: string };
  await inContext(browser, telephone, async (visiting) => {
    await visiting.goto(url + path);
    await visiting.getByLabel('手机号码').fill(phone);
    await visiting.getByRole('button', { name: '获取验证码' }).tap();
    await expect(visiting.getByText('如果号码与医院登记的一致')).toBeVisible();
    await visiting.getByLabel('验证码', { exact: true }).fill(await lastCode(system.dataDir, 1));
    await visiting.getByRole('button', { name: '查看影像和报告' }).tap();
    await expect(visiting.locator('figure[data-series] img').first()).toBeVisible();
    await expect(visiting.locator('[data-layer="yunying-watermark"]')).toHaveCount(1);
  });
  const cookies = await page.context().cookies();
  await inContext(browser, telephone, async (other, context) => {
    await context.addCookies(cookies);
    await openRoom(other, [uid], url);
    await other.getByRole('button', { name: '更多' }).tap();
    await expect(other.getByRole('dialog')).toBeVisible();
  });
});

test('in the page of a HIS', async ({ browser }) => {
  const his = await startHis(url);
  try {
    const registered = await page.request.post(`${url}/api/his`, {
      data: {
        ...{
          name: '示例 HIS',
          issuer: 'his-example',
          algorithm: 'HS256',
          key: hisSecret,
          audience: 'yunying',
        },
        ...{ origins: [his.origin], institution: null, scope: { modes: ['read'], download: false } },
        ...{ defaultRole: 'clinician', personMapping: {}, enabled: true },
      },
    });
    expect(registered.status()).toBe(201);
    await inContext(browser, {}, async (hospital) => {
      await hospital.goto(`${his.origin}/`);
      await hospital.getByLabel('患者 ID').fill(patientId);
      await hospital.getByLabel('检查 UID 或检查号').fill(uid);
      await hospital.getByRole('button', { name: '打开影像' }).click();
      await expect(hospital.locator('#log')).toContainText('首幅图像', { timeout: 60_000 });
    });
  } finally {
    await his.close();
  }
});

/** In the upper part of a picture that is grey but for what is drawn over it: the mark stands further down. */
async function colouredPixels(file: string): Promise<number> {
  const { data, info } = await sharp(readFileSync(file))
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  let count = 0;
  for (let at = 0; at < info.width * Math.floor(info.height * 0.8) * 3; at += 3) {
    const [red = 0, green = 0, blue = 0] = data.subarray(at, at + 3);
    if (Math.max(red, green, blue) - Math.min(red, green, blue) > 60) count += 1;
  }
  return count;
}
