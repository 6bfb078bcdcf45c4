import { expect, test, type Page } from '@playwright/test';
import { demoTruth } from '../../scripts/demo-studies/index.ts';
import { firstImage } from './support/room.ts';
import { fillIn, menuOf } from './support/signingIn.ts';
import { startSystemProcess, type SystemProcess } from './support/startSystemProcess.ts';

/** Rules, keys and access in an emergency with the real server behind the pages; each test goes on where the one before ended. */
test.describe.configure({ mode: 'serial' });

const current = demoTruth().studies.find(({ key }) => key === 'current');
if (!current) throw new Error('the demo has no current study');
const { studyInstanceUid: uid, accessionNumber } = current;
const xss = '<img src=x onerror="window.hacked=1">';
const password = 'ein Schloss am Meer';

let system: SystemProcess;
let url = '';
let admin: Page;
let doctorId = '';

test.beforeAll(async ({ browser }) => {
  test.setTimeout(240_000);
  system = await startSystemProcess({ demo: true, signIn: true });
  url = system.url;
  admin = await (await browser.newContext({ locale: 'zh-CN' })).newPage();
  const token = system.setupLink?.split('#')[1];
  const post = (path: string, data: object) => admin.request.post(url + path, { data });
  expect((await post('/api/setup', { token, login: 'admin', name: '王管理', password })).status()).toBe(200);
  const doctor = await post('/api/people', {
    ...{ login: 'doctor', name: xss, role: 'clinician', password },
    institutions: ['*'],
  });
  doctorId = ((await doctor.json()) as { id: string }).id;
});
test.afterAll(async () => {
  await admin?.context().close();
  await system?.close();
});

/** In the section where things are tried out. */
const ask = async (page: Page, who: string): Promise<void> => {
  const panel = page.locator('section', { has: page.getByRole('heading', { name: '试一试' }) });
  await panel.getByLabel('谁', { exact: true }).selectOption({ value: `person ${who}` });
  if (await panel.getByRole('searchbox').isVisible()) {
    await panel.getByRole('searchbox').fill(uid);
    await panel.locator(`button[data-study="${uid}"]`).click();
  }
  await panel.getByRole('button', { name: '能不能？' }).click();
};

test('a rule is made in plain words, tried on the page, and holds', async () => {
  await admin.goto(`${url}/`);
  await menuOf(admin, '王管理').click();
  await admin.getByRole('link', { name: '权限规则' }).click();
  await expect(admin.locator('[data-rule="built-in:clinician-emergency"]')).toContainText('临床医师');

  await ask(admin, doctorId);
  const verdict = admin.locator('[data-allowed]');
  await expect(verdict).toHaveAttribute('data-allowed', 'false');
  await expect(verdict).toContainText('没有规则允许');
  await expect(admin.locator('tr[data-matched][data-rule="built-in:radiologist"]')).toContainText(
    '角色是临床医师',
  );

  await admin.getByRole('button', { name: '添加规则' }).click();
  const dialog = admin.getByRole('dialog');
  await dialog.getByLabel('名称').fill(`急诊看全部 ${xss}`);
  await dialog.getByRole('group', { name: '角色' }).getByLabel('临床医师').check();
  await dialog.getByRole('combobox', { name: '检查类型' }).fill('CT');
  await dialog.getByRole('combobox', { name: '检查类型' }).press('Enter');
  await dialog.getByRole('combobox', { name: '只在这些地址', exact: true }).fill('127.0.0.0/8');
  await dialog.getByLabel('名称').focus();
  await expect(dialog.getByText('允许临床医师查看：CT；从 127.0.0.0/8。')).toBeVisible();
  await dialog.getByRole('button', { name: '保存' }).click();
  await expect(dialog).toBeHidden();
  await expect(admin.getByText(`急诊看全部 ${xss}`).first()).toBeVisible();

  await ask(admin, doctorId);
  await expect(verdict).toHaveAttribute('data-allowed', 'true');
  await expect(verdict).toContainText(`依据规则“急诊看全部 ${xss}”`);
  await admin.getByLabel('从哪个地址').fill('203.0.113.9');
  await ask(admin, doctorId);
  await expect(verdict).toHaveAttribute('data-allowed', 'false');
  await expect(admin.locator('tr[data-matched="false"]', { hasText: '急诊看全部' })).toContainText(
    '地址 203.0.113.9 不在规则的范围',
  );
  expect(await admin.evaluate(() => 'hacked' in window)).toBe(false);
});

test('a rule that would lock everybody out is refused; one is removed', async () => {
  await admin.getByRole('switch', { name: /管理员管理系统/ }).click();
  await expect(admin.getByRole('alert')).toContainText('再没有人能管理系统');
  await expect(admin.getByRole('switch', { name: /管理员管理系统/ })).toBeChecked();
  const row = admin.locator('tbody tr', { hasText: '急诊看全部' }).filter({ has: admin.getByRole('switch') });
  await row.getByRole('button', { name: '编辑' }).click();
  admin.once('dialog', (question) => void question.accept());
  await admin.getByRole('button', { name: '删除规则' }).click();
  await expect(admin.getByText('还没有本院规则')).toBeVisible();
});

test('a key is made for a rule, shown once, used and revoked', async ({ request }) => {
  await admin.getByRole('link', { name: '程序密钥' }).click();
  await admin.getByRole('button', { name: '生成密钥' }).click();
  const dialog = admin.getByRole('dialog');
  await dialog.getByLabel('用途').fill(xss);
  await dialog.getByLabel('本机程序').check();
  await dialog.getByRole('button', { name: '生成密钥' }).click();
  const text = await dialog.getByLabel('密钥已生成').inputValue();
  expect(text).toMatch(/^yyk_/);
  await dialog.getByRole('button', { name: '我已保存' }).click();
  const use = async () =>
    (
      await request.get(`${url}/dicom-web/studies`, { headers: { authorization: `Bearer ${text}` } })
    ).status();
  expect(await use()).toBe(200);
  await admin.reload();
  const row = admin.locator('tr[data-key]', { hasText: xss });
  await expect(row).toContainText('有效');
  expect(await admin.content()).not.toContain(text);
  admin.once('dialog', (question) => void question.accept());
  await row.getByRole('button', { name: '吊销' }).click();
  await expect(row).toContainText('已吊销');
  expect(await use()).toBe(401);
  expect(await admin.evaluate(() => 'hacked' in window)).toBe(false);
});

test('access in an emergency: found by the whole number, opened with a reason, loud, told, reviewed, ended', async ({
  page,
}) => {
  await page.goto(`${url}/sign-in?to=/emergency`);
  await fillIn(page, 'doctor', password);
  await page.getByLabel('完整的检查号').fill(accessionNumber.slice(0, -1));
  await page.getByRole('button', { name: '查找' }).click();
  await expect(page.getByRole('status').filter({ hasText: '没有找到' })).toBeVisible();
  await page.getByLabel('完整的检查号').fill(accessionNumber);
  await page.getByRole('button', { name: '查找' }).click();
  await page.locator(`[data-study="${uid}"]`).getByRole('button', { name: '打开' }).click();
  const dialog = page.getByRole('dialog', { name: '打开的理由' });
  await expect(dialog.getByRole('button', { name: '紧急打开' })).toBeDisabled();
  await dialog.getByLabel(/^理由/).fill('患者昏迷，需急诊手术');
  await dialog.getByRole('button', { name: '紧急打开' }).click();
  await firstImage(page);
  const banner = page.getByRole('alert').filter({ hasText: '紧急访问' });
  await expect(banner).toContainText(/剩余 \d+:\d\d/);

  await admin.goto(`${url}/`);
  await expect(admin.getByLabel('1 条未读通知')).toBeVisible();
  await admin.goto(`${url}/emergencies`);
  const row = admin.locator('tr[data-emergency]');
  await expect(row).toContainText('患者昏迷，需急诊手术');
  await expect(row).toContainText(xss);
  await row.getByRole('button', { name: '确认已审核' }).click();
  await expect(row).toContainText('王管理 审核于');
  await expect(admin.getByLabel('1 条未读通知')).toBeHidden();
  await row.getByRole('button', { name: '立即结束' }).click();
  // The button says 结束 too.
  await expect(row).toContainText(/已于 .+ 结束/);
  expect((await page.request.get(`${url}/dicom-web/studies/${uid}/series`)).status()).toBe(404);
  expect(await admin.evaluate(() => 'hacked' in window)).toBe(false);
});

test('everybody’s sessions are shown, and ended', async ({ page }) => {
  await page.goto(`${url}/sign-in?to=/account`);
  await fillIn(page, 'doctor', password);
  await expect(page.getByText('登录中的设备').first()).toBeVisible();
  await admin.goto(`${url}/sessions`);
  const rows = admin.locator('tr[data-login="doctor"]');
  await expect(rows.first()).toContainText(xss);
  const count = await rows.count();
  for (let left = count; left > 0; left -= 1) {
    await rows.first().getByRole('button', { name: '结束' }).click();
    await expect(rows).toHaveCount(left - 1);
  }
  expect((await page.request.get(`${url}/api/sessions`)).status()).toBe(401);
});
