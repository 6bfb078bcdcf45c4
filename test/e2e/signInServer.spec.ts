import { expect, test, type Page } from '@playwright/test';
import { demoTruth } from '../../scripts/demo-studies/index.ts';
import { totpOf } from './support/IdentityGateway.ts';
import { add } from './support/measuring.ts';
import { firstImage, viewport } from './support/room.ts';
import { fillIn, menuOf, signOut } from './support/signingIn.ts';
import { startSystemProcess, type SystemProcess } from './support/startSystemProcess.ts';

/** The pages and the real server, from the first start on: each test goes on where the one before has ended. */
test.describe.configure({ mode: 'serial' });

const current = demoTruth().studies.find(({ key }) => key === 'current');
if (!current) throw new Error('the demo has no current study');
const study = `/viewer?StudyInstanceUIDs=${current.studyInstanceUid}`;
const administrator = { login: 'admin', name: '王管理', password: 'ein Schloss am Meer' };
const doctor = { login: 'li.na', name: '李娜', password: 'eine lange Reise' };

let system: SystemProcess;
let url = '';
let secret = '';

test.beforeAll(async () => {
  test.setTimeout(240_000);
  system = await startSystemProcess({ demo: true, signIn: true });
  url = system.url;
});
test.afterAll(() => system?.close());

const signIn = async (page: Page, who: typeof doctor, to: string): Promise<void> => {
  await page.goto(`${url}/sign-in?to=${encodeURIComponent(to)}`);
  await fillIn(page, who.login, who.password);
};

test('the first administrator comes by the link of the terminal, and adds a radiologist', async ({
  page,
}) => {
  await page.goto(`${url}/`);
  // Nothing of the archive without a session.
  await expect(page.getByRole('dialog', { name: '登录' })).toBeVisible();
  expect((await page.request.get(`${url}/dicom-web/studies`)).status()).toBe(401);

  await page.goto(system.setupLink ?? '');
  await page.getByLabel('用户名').fill(administrator.login);
  await page.getByLabel('姓名').fill(administrator.name);
  await page.getByLabel('密码', { exact: true }).fill('admin admin');
  await page.getByLabel('再次输入密码').fill('admin admin');
  await page.getByRole('button', { name: '创建并登录' }).click();
  await expect(page.getByText('密码过于简单')).toBeVisible();
  await page.getByLabel('密码', { exact: true }).fill(administrator.password);
  await page.getByLabel('再次输入密码').fill(administrator.password);
  await page.getByRole('button', { name: '创建并登录' }).click();
  await expect(menuOf(page, administrator.name)).toBeVisible();
  expect(page.url()).toBe(`${url}/`);

  await page.goto(`${url}/people`);
  await page.getByRole('button', { name: '添加用户' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('姓名').fill(doctor.name);
  await dialog.getByLabel('用户名').fill(doctor.login);
  await dialog.getByLabel('可查看的机构').fill('*');
  await dialog.getByLabel('初始密码').fill('kurz');
  await dialog.getByRole('button', { name: '添加用户' }).click();
  await expect(dialog.getByText('密码至少需要 10 个字符')).toBeVisible();
  await dialog.getByLabel('初始密码').fill(doctor.password);
  await dialog.getByRole('button', { name: '添加用户' }).click();
  await expect(page.getByRole('dialog', { name: '编辑用户' })).toBeVisible();
  await page.getByRole('button', { name: '关闭' }).click();
  await expect(page.locator(`[data-person="${doctor.login}"]`)).toContainText('放射科医师');
  await signOut(page, administrator.name);
});

test('a wrong password is refused; the right one opens the study that was asked for', async ({ page }) => {
  await page.goto(`${url}/sign-in?to=${encodeURIComponent(study)}`);
  await fillIn(page, doctor.login, 'etwas ganz anderes');
  await expect(page.getByRole('alert')).toContainText('用户名或密码不正确');
  await fillIn(page, doctor.login.toUpperCase(), doctor.password);
  await firstImage(page);
  expect(page.url()).toBe(url + study);
  await menuOf(page, doctor.name).click();
  await expect(page.getByRole('link', { name: '用户管理' })).toBeHidden();
});

test('a second factor is set up, and asked for', async ({ page }) => {
  await signIn(page, doctor, '/account');
  await page.getByRole('button', { name: '设置验证器应用' }).click();
  secret = (await page.locator('code').innerText()).replaceAll(' ', '');
  await page.getByLabel('6 位验证码').fill(totpOf(secret).generate({ timestamp: Date.now() - 30_000 }));
  await page.getByRole('button', { name: '启用' }).click();
  await expect(page.getByRole('status')).toContainText('双因素验证已启用');
  await signOut(page, doctor.name);
  await fillIn(page, doctor.login, doctor.password);
  await page.getByLabel('验证码').fill('000000');
  await expect(page.getByRole('alert')).toContainText('验证码不正确');
  await page.getByLabel('验证码').fill(totpOf(secret).generate());
  await expect(menuOf(page, doctor.name)).toBeVisible();
});

test('the administrator turns the second factor off, and ends a session in the middle of reading', async ({
  page,
  browser,
}) => {
  const administrating = await (await browser.newContext({ locale: 'zh-CN' })).newPage();
  await signIn(administrating, administrator, '/people');
  await administrating.locator(`[data-person="${doctor.login}"]`).click();
  const dialog = administrating.getByRole('dialog', { name: '编辑用户' });
  await dialog.getByRole('button', { name: '停用双因素验证' }).click();
  await expect(dialog.getByText('双因素验证已停用')).toBeVisible();
  await administrating.getByRole('button', { name: '关闭' }).click();

  await signIn(page, doctor, study);
  await firstImage(page);
  await expect(menuOf(page, doctor.name)).toBeVisible();
  const { focalPoint, seriesInstanceUID } = await viewport(page);
  const [x, y, z] = focalPoint ?? [0, 0, 0];
  const points: [number, number, number][] = [
    [x, y, z],
    [x + 20, y, z],
  ];
  await add(page, { tool: 'length', points, index: 0, label: '未保存' });

  await administrating.locator(`[data-person="${doctor.login}"]`).click();
  await dialog.getByRole('button', { name: '结束全部登录' }).click();
  await expect(dialog.getByText('登录已全部结束')).toBeVisible();

  const other = current.series.find(({ seriesInstanceUid }) => seriesInstanceUid !== seriesInstanceUID);
  await page.evaluate(
    (uid) => void window.yunying?.show(0, { seriesInstanceUID: uid }),
    other?.seriesInstanceUid ?? '',
  );
  const over = page.getByRole('dialog', { name: '需要重新登录' });
  await expect(over).toBeVisible();
  await fillIn(page, doctor.login, doctor.password);
  await expect(over).toBeHidden();
  await expect.poll(async () => (await viewport(page)).seriesInstanceUID).toBe(other?.seriesInstanceUid);
  await expect.poll(async () => (await viewport(page)).sopInstanceUID).not.toBeNull();
  const labels = await page.evaluate(async () =>
    (await window.yunying?.getMeasurements())?.map(({ label }) => label),
  );
  expect(labels).toEqual(['未保存']);
  await page
    .getByRole('button', { name: /^保存测量与关键图像/ })
    .first()
    .click();
  await expect(page.getByRole('button', { name: /^保存测量与关键图像/ }).first()).toHaveAccessibleName(
    /已保存/,
  );
  await administrating.context().close();
});
