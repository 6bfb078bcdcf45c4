import { expect, test, type BrowserContext, type Page } from '@playwright/test';
import jsQR from 'jsqr';
import sharp from 'sharp';
import { demoTruth } from '../../scripts/demo-studies/index.ts';
import { IdentityGateway, totpOf } from './support/IdentityGateway.ts';
import { baseUrl, firstImage, openRoom, seriesComplete, viewport } from './support/room.ts';
import { add } from './support/measuring.ts';
import { fillIn as fillInForm, menuOf, signOut } from './support/signingIn.ts';

const current = demoTruth().studies.find(({ key }) => key === 'current');
const main = current?.series.toSorted((a, b) => b.instances.length - a.instances.length)[0];
if (!current || !main) throw new Error('the demo has no current study');
const study = `/viewer?StudyInstanceUIDs=${current.studyInstanceUid}`;

const password = 'eine lange Reise';
let gateway: IdentityGateway;
let url = '';

test.beforeEach(async () => {
  gateway = new IdentityGateway(baseUrl());
  url = await gateway.start();
});
test.afterEach(() => gateway.close());

const doctor = () => gateway.add({ login: 'li.na', name: '李娜', role: 'radiologist', password });
const administrator = () => gateway.add({ login: 'admin', name: '王管理', role: 'administrator', password });

const fillIn = (page: Page, login: string, secret = password) => fillInForm(page, login, secret);
const menu = menuOf;

/** A measurement in the first viewport. */
async function drawLine(page: Page, label: string): Promise<void> {
  const { focalPoint } = await viewport(page);
  if (!focalPoint) throw new Error('the image has no place in the patient');
  const [x, y, z] = focalPoint;
  const points: [number, number, number][] = [
    [x, y, z],
    [x + 20, y, z],
  ];
  await add(page, { tool: 'length', points, index: 0, label });
}

const labels = (page: Page) =>
  page.evaluate(async () => (await window.yunying?.getMeasurements())?.map(({ label }) => label));

test('the first administrator comes by the link of the terminal, and adds a radiologist who reads', async ({
  page,
  browser,
}) => {
  await page.goto(`${url}/sign-in`);
  await expect(page.getByRole('status')).toContainText('系统还没有管理员');

  await page.goto(`${url}/setup#${gateway.setupToken}`);
  await expect(page.getByRole('heading', { name: '创建管理员' })).toBeVisible();
  expect(page.url()).toBe(`${url}/setup`);
  await page.getByLabel('姓名').fill('王管理');
  await page.getByLabel('密码', { exact: true }).fill('zu kurz');
  await page.getByLabel('再次输入密码').fill('anders');
  await page.getByRole('button', { name: '创建并登录' }).click();
  await expect(page.getByText('两次输入的密码不一致')).toBeVisible();
  await page.getByLabel('再次输入密码').fill('zu kurz');
  await page.getByRole('button', { name: '创建并登录' }).click();
  await expect(page.getByText('密码至少需要 10 个字符')).toBeVisible();
  await page.getByLabel('密码', { exact: true }).fill(password);
  await page.getByLabel('再次输入密码').fill(password);
  await page.getByRole('button', { name: '创建并登录' }).click();

  await menu(page, '王管理').click();
  await page.getByRole('link', { name: '用户管理' }).click();
  await page.getByRole('button', { name: '添加用户' }).click();
  const dialog = page.getByRole('dialog', { name: '添加用户' });
  await dialog.getByLabel('姓名').fill('<img src=x onerror=alert(1)>李娜');
  await dialog.getByLabel('用户名').fill('li.na');
  await dialog.getByLabel('可查看的机构').fill('第一人民医院\n第二人民医院');
  await dialog.getByLabel('初始密码').fill(password);
  await dialog.getByRole('button', { name: '添加用户' }).click();
  await expect(page.getByRole('dialog', { name: '编辑用户' })).toBeVisible();
  await page.getByRole('button', { name: '关闭' }).click();
  const row = page.locator('[data-person="li.na"]');
  await expect(row).toContainText('<img src=x onerror=alert(1)>李娜');
  await expect(row).toContainText('第一人民医院、第二人民医院');
  expect(await page.locator('main img').count()).toBe(0);

  // The link has done its work.
  const again = await browser.newPage();
  await again.goto(`${url}/setup#${gateway.setupToken}`);
  await again.getByLabel('姓名').fill('x');
  await again.getByLabel('密码', { exact: true }).fill(password);
  await again.getByLabel('再次输入密码').fill(password);
  await again.getByRole('button', { name: '创建并登录' }).click();
  await expect(again.getByRole('alert')).toContainText('链接已使用或已失效');
  await again.close();

  const people = gateway.people.find(({ login }) => login === 'li.na');
  expect(people).toMatchObject({
    role: 'radiologist',
    institutions: ['第一人民医院', '第二人民医院'],
    phone: null,
  });
  if (people) people.name = '李娜';
  await menu(page, '王管理').click();
  await page.getByRole('button', { name: '退出登录' }).click();
  await expect(page).toHaveURL(`${url}/sign-in`);
  expect(gateway.sessions.size).toBe(0);

  await page.goto(`${url}/sign-in?to=${encodeURIComponent(study)}`);
  await fillIn(page, 'li.na', 'falsch und lang');
  await expect(page.getByRole('alert')).toContainText('用户名或密码不正确');
  await expect(page.getByLabel('密码', { exact: true })).toHaveValue('');
  await fillIn(page, 'LI.NA');
  await expect(page).toHaveURL(url + study);
  await firstImage(page);
  await menu(page, '李娜').click();
  await expect(page.getByRole('link', { name: '我的账号' })).toBeVisible();
  await expect(page.getByRole('link', { name: '用户管理' })).toBeHidden();
});

test('a study that is opened by who is not signed in opens once they are, without being asked for again', async ({
  page,
}) => {
  doctor();
  await page.goto(url + study);
  const dialog = page.getByRole('dialog', { name: '登录' });
  await expect(dialog).toBeVisible();
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await expect(dialog).toBeVisible();
  await fillIn(page, 'li.na');
  await firstImage(page);
  await expect(dialog).toBeHidden();
  await expect(menu(page, '李娜')).toBeVisible();
  expect(page.url()).toBe(url + study);
});

test('after signing in only pages of ours are gone to', async ({ page }) => {
  doctor();
  await page.goto(`${url}/sign-in?to=${encodeURIComponent('//evil.example/')}`);
  await fillIn(page, 'li.na');
  await expect(page).toHaveURL(`${url}/`);
  await expect(menu(page, '李娜')).toBeVisible();
});

test('why it does not work is said as far as it may be', async ({ page }) => {
  doctor();
  await page.goto(`${url}/sign-in`);
  gateway.refusals.push({ status: 503, code: 'busy' });
  await fillIn(page, 'li.na');
  await expect(page.getByRole('alert')).toContainText('服务器繁忙');
  gateway.refusals.push({ status: 429, code: 'too-many-tries', retryAfter: 3 });
  await fillIn(page, 'li.na');
  await expect(page.getByRole('alert')).toContainText(/请在 [123] 秒后再试/);
  await expect(page.getByRole('button', { name: '登录', exact: true })).toBeDisabled();
  await expect(page.getByRole('alert')).toBeHidden();
  await page.route('**/api/session', (route) => route.abort());
  await fillIn(page, 'li.na');
  await expect(page.getByRole('alert')).toContainText('无法连接服务器');
  await page.unroute('**/api/session');
  await page
    .getByLabel('密码', { exact: true })
    .dispatchEvent('keydown', { key: 'a', modifierCapsLock: true });
  await expect(page.getByText('大写锁定已打开')).toBeVisible();
  await fillIn(page, 'li.na');
  await expect(menu(page, '李娜')).toBeVisible();
});

test('an authenticator app is set up by the QR code, and asked for from then on', async ({ page }) => {
  const person = doctor();
  await page.goto(`${url}/sign-in?to=/account`);
  await fillIn(page, 'li.na');
  await page.getByRole('button', { name: '设置验证器应用' }).click();
  const picture = await page.getByRole('img', { name: '验证器应用的二维码' }).screenshot();
  const { data, info } = await sharp(picture).ensureAlpha().raw().toBuffer({ resolveWithObject: true });
  const decoded = jsQR(new Uint8ClampedArray(data), info.width, info.height)?.data ?? '';
  const secret = (await page.locator('code').innerText()).replaceAll(' ', '');
  expect(decoded).toBe(totpOf(secret, 'li.na').toString());
  const right = totpOf(secret).generate();
  await page.getByLabel('6 位验证码').fill(right === '000000' ? '111111' : '000000');
  await page.getByRole('button', { name: '启用' }).click();
  await expect(page.getByText('验证码不正确')).toBeVisible();
  await page.getByLabel('6 位验证码').fill(totpOf(secret).generate());
  await page.getByRole('button', { name: '启用' }).click();
  await expect(page.getByRole('status')).toContainText('双因素验证已启用');
  expect(person.totpSecret).toBe(secret);

  await menu(page, '李娜').click();
  await page.getByRole('button', { name: '退出登录' }).click();
  await fillIn(page, 'li.na');
  const code = page.getByLabel('验证码');
  await expect(code).toBeFocused();
  await code.fill(right === '000000' ? '111111' : '000000');
  await expect(page.getByRole('alert')).toContainText('验证码不正确');
  // Sent as soon as it is complete.
  await code.fill(totpOf(secret).generate());
  await expect(menu(page, '李娜')).toBeVisible();

  await page.goto(`${url}/account`);
  await page.getByRole('button', { name: '停用' }).click();
  const own = page.locator('section', { hasText: '双因素验证' });
  await own.getByLabel('当前密码').fill('falsch');
  await own.getByRole('button', { name: '停用' }).click();
  await expect(page.getByText('当前密码不正确')).toBeVisible();
  await own.getByLabel('当前密码').fill(password);
  await own.getByRole('button', { name: '停用' }).click();
  await expect(page.getByRole('status')).toContainText('双因素验证已停用');
  expect(person.totpSecret).toBeUndefined();
});

test('one changes one’s own password, and ends sessions elsewhere', async ({ page, browser }) => {
  const person = doctor();
  const elsewhere = await signedIn(browser.newContext());
  await page.goto(`${url}/sign-in?to=/account`);
  await fillIn(page, 'li.na');
  await expect(page.locator('[data-session]')).toHaveCount(2);
  await expect(page.locator('[data-session]').first()).toContainText('当前设备');
  await page.locator('[data-session]').nth(1).getByRole('button').click();
  await expect(page.locator('[data-session]')).toHaveCount(1);
  await elsewhere.reload();
  await expect(elsewhere.getByRole('dialog', { name: '登录' })).toBeVisible();
  await elsewhere.context().close();

  await page.getByLabel('当前密码').fill('falsch');
  await page.getByLabel('新密码', { exact: true }).fill('ein neues Wort');
  await page.getByLabel('再次输入新密码').fill('ein neues Wort');
  await page.getByRole('button', { name: '修改密码' }).click();
  await expect(page.getByText('当前密码不正确')).toBeVisible();
  await page.getByLabel('当前密码').fill(password);
  await page.getByRole('button', { name: '修改密码' }).click();
  await expect(page.getByRole('status')).toContainText('密码已修改');
  expect(person.password).toBe('ein neues Wort');
});

test('an administrator edits, disables and signs out people; nobody overwrites what another has changed', async ({
  page,
}) => {
  administrator();
  const person = doctor();
  await page.goto(`${url}/sign-in?to=/people`);
  await fillIn(page, 'admin');
  await page.getByRole('searchbox').fill('李');
  await expect(page.locator('[data-person]')).toHaveCount(1);
  await page.locator('[data-person="li.na"]').click();
  const dialog = page.getByRole('dialog', { name: '编辑用户' });
  await dialog.getByLabel('手机号码').fill('13800138000');
  await dialog.getByLabel('角色').selectOption('会诊专家');
  await dialog.getByRole('button', { name: '保存' }).click();
  await expect(dialog.getByRole('status').filter({ hasText: '已保存' })).toBeVisible();
  expect(person).toMatchObject({ role: 'consulting expert', phone: '13800138000' });

  // Their password first: that is another version, but of nothing that is entered here.
  await dialog.getByLabel('新密码').fill('kurz');
  await dialog.getByRole('button', { name: '设置密码' }).click();
  await expect(dialog.getByText('密码至少需要 10 个字符')).toBeVisible();
  await dialog.getByLabel('新密码').fill('ein neues Wort');
  await dialog.getByRole('button', { name: '设置密码' }).click();
  await expect(dialog.getByText('密码已设置')).toBeVisible();
  await dialog.getByLabel('姓名').fill('李娜娜');
  await dialog.getByRole('button', { name: '保存' }).click();
  await expect.poll(() => person.name).toBe('李娜娜');
  await expect(dialog.getByRole('status').filter({ hasText: '已保存' })).toBeVisible();

  // Somebody else is quicker.
  Object.assign(person, { name: '李四', version: person.version + 1 });
  await dialog.getByLabel('姓名').fill('张三');
  await dialog.getByRole('button', { name: '保存' }).click();
  await expect(dialog.getByRole('alert')).toContainText('刚被他人修改');
  await expect(dialog.getByLabel('姓名')).toHaveValue('李四');

  page.on('dialog', (question) => void question.accept());
  await dialog.getByRole('button', { name: '停用账号' }).click();
  await expect(dialog.getByRole('button', { name: '启用账号' })).toBeVisible();
  expect(person.disabled).toBe(true);
  await page.getByRole('button', { name: '关闭' }).click();
  await expect(page.locator('[data-person="li.na"]')).toContainText('已停用');

  await page.getByRole('searchbox').fill('admin');
  await page.locator('[data-person="admin"]').click();
  await dialog.getByRole('button', { name: '停用账号' }).click();
  await expect(dialog.getByRole('alert')).toContainText('唯一的管理员');
});

test('a session ended in the middle of reading: image and measurement stay, and reading goes on', async ({
  page,
}) => {
  doctor();
  await page.goto(`${url}/sign-in?to=${encodeURIComponent(study)}`);
  await fillIn(page, 'li.na');
  await firstImage(page);
  await expect(menu(page, '李娜')).toBeVisible();
  await drawLine(page, '未保存');
  const before = await viewport(page);
  gateway.endSessionsOf('li.na');

  // What is not there yet is asked for, refused, and waits.
  await page.evaluate((one) => void window.yunying?.show(0, one), {
    seriesInstanceUID: current.series.find(
      ({ seriesInstanceUid }) => seriesInstanceUid !== before.seriesInstanceUID,
    )?.seriesInstanceUid as string,
  });
  const dialog = page.getByRole('dialog', { name: '需要重新登录' });
  await expect(dialog).toBeVisible();
  await expect(dialog.getByLabel('用户名')).toHaveValue('li.na');
  expect(await labels(page)).toEqual(['未保存']);
  // Nothing behind it hears keys.
  await page.keyboard.press('i');
  expect((await viewport(page)).invert).toBe(before.invert);

  await fillIn(page, 'li.na');
  await expect(dialog).toBeHidden();
  await expect.poll(async () => (await viewport(page)).seriesInstanceUID).not.toBe(before.seriesInstanceUID);
  await expect.poll(async () => (await viewport(page)).sopInstanceUID).not.toBeNull();
  expect(await labels(page)).toEqual(['未保存']);

  // Saving that meets the end of the session is done after signing in.
  await saveAfterTheEnd(page, 'li.na');
  await expect(dialog).toBeVisible();
  await fillIn(page, 'li.na');
  await expect(page.getByRole('button', { name: /^保存测量与关键图像/ }).first()).toHaveAccessibleName(
    /已保存/,
  );
  expect(await removeReportsBy('李娜')).toBe(1);
});

test('frames that are loaded ahead wait for the sign-in as well', async ({ page }) => {
  doctor();
  await page.goto(`${url}/sign-in?to=${encodeURIComponent(study)}`);
  // Ended with the first frame that is asked for.
  await page.route(
    '**/frames/*',
    async (route) => {
      gateway.endSessionsOf('li.na');
      await route.continue();
    },
    { times: 1 },
  );
  await fillIn(page, 'li.na');
  await expect(page.getByRole('dialog', { name: /登录/ })).toBeVisible();
  await fillIn(page, 'li.na');
  expect(await seriesComplete(page)).toMatchObject({ loaded: main.instances.length, failed: 0 });
});

test('somebody else signs in: told of what is unsaved, they start anew and see nothing of it; it comes back', async ({
  page,
}) => {
  doctor();
  gateway.add({ login: 'zhang', name: '张伟', role: 'radiologist', password });
  await page.goto(`${url}/sign-in?to=${encodeURIComponent(study)}`);
  await fillIn(page, 'li.na');
  await firstImage(page);
  await expect(menu(page, '李娜')).toBeVisible();
  await drawLine(page, '李娜的');
  await saveAfterTheEnd(page, 'li.na');
  await expect(page.getByRole('dialog', { name: '需要重新登录' })).toBeVisible();
  await fillIn(page, 'zhang');
  await expect(page.getByRole('alert')).toContainText('李娜 有 1 项未保存的内容');
  expect(gateway.sessions.size).toBe(0);
  await page.getByRole('button', { name: '以其他用户登录' }).click();
  await Promise.all([page.waitForEvent('load'), fillIn(page, 'zhang')]);
  await firstImage(page);
  await expect(menu(page, '张伟')).toBeVisible();
  // What is restored comes before documents are read.
  await expect(page.getByRole('button', { name: /^保存测量与关键图像/ }).first()).toBeDisabled();
  expect(await labels(page)).toEqual([]);
  // What waited to be saved was not saved in another name.
  expect(await removeReportsBy('张伟')).toBe(0);

  await signOut(page, '张伟');
  await page.goto(`${url}/sign-in?to=${encodeURIComponent(study)}`);
  await fillIn(page, 'li.na');
  await firstImage(page);
  await expect(page.getByRole('status').filter({ hasText: '已恢复' })).toContainText('1 项');
  expect(await labels(page)).toEqual(['李娜的']);
});

test('signing out in one tab ends reading in the other', async ({ context }) => {
  doctor();
  const [reading, worklist] = [await context.newPage(), await context.newPage()];
  await reading.goto(`${url}/sign-in?to=${encodeURIComponent(study)}`);
  await fillIn(reading, 'li.na');
  await firstImage(reading);
  await expect(menu(reading, '李娜')).toBeVisible();
  await worklist.goto(url);
  await menu(worklist, '李娜').click();
  await worklist.getByRole('button', { name: '退出登录' }).click();
  await expect(worklist).toHaveURL(`${url}/sign-in`);
  await expect(reading.getByRole('dialog', { name: '需要重新登录' })).toBeVisible();
});

test('where nobody signs in there is nothing of it, and no question goes before the first image', async ({
  page,
}) => {
  const asked: string[] = [];
  page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  await openRoom(page, [current.studyInstanceUid]);
  const atFirstImage = await page.evaluate(() => {
    const [first] = performance.getEntriesByName('first-image');
    const sessions = performance.getEntriesByName(`${location.origin}/api/session`);
    return { first: first?.startTime, sessions: sessions.map(({ startTime }) => startTime) };
  });
  for (const time of atFirstImage.sessions) expect(time).toBeGreaterThan(atFirstImage.first ?? Infinity);
  await expect.poll(() => asked.filter((path) => path === '/api/session').length).toBe(1);
  await expect(page.getByRole('button', { name: /的菜单/ })).toHaveCount(0);
  await page.goto(`${baseUrl()}/account`);
  await expect(page).toHaveURL(`${baseUrl()}/`);
  await page.goto(`${baseUrl()}/sign-in?to=${encodeURIComponent(study)}`);
  await expect(page).toHaveURL(baseUrl() + study);
});

/** Presses the button that saves; the session ends just before what is to be stored arrives. */
async function saveAfterTheEnd(page: Page, login: string): Promise<void> {
  await page.route(
    '**/dicom-web/studies',
    async (route) => {
      gateway.endSessionsOf(login);
      await route.continue();
    },
    { times: 1 },
  );
  await page
    .getByRole('button', { name: /^保存测量与关键图像/ })
    .first()
    .click();
}

/** A page of the doctor in a browser of its own. */
async function signedIn(context: Promise<BrowserContext>): Promise<Page> {
  const page = await (await context).newPage();
  await page.goto(`${url}/sign-in`);
  await fillIn(page, 'li.na');
  await expect(menu(page, '李娜')).toBeVisible();
  return page;
}

/** Reports (SR) of the study whose observer (TID 1003, 121008) has this name: their number; they are removed. */
async function removeReportsBy(name: string): Promise<number> {
  const root = `${baseUrl()}/dicom-web/studies/${current?.studyInstanceUid}`;
  const found = (await (await fetch(`${root}/series?Modality=SR`)).json().catch(() => [])) as {
    '0020000E': { Value: string[] };
  }[];
  let count = 0;
  for (const series of found) {
    const address = `${root}/series/${series['0020000E'].Value[0]}`;
    const text = await (await fetch(`${address}/metadata`)).text();
    if (!text.includes('"121008"') || !text.includes(name)) continue;
    count += 1;
    await fetch(address, { method: 'DELETE' });
  }
  return count;
}
