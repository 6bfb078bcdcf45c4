import { expect, test, type Page } from '@playwright/test';
import { demoTruth } from '../../scripts/demo-studies/index.ts';
import { freePort, oidcEnv, startOidcProvider, type TestProvider } from '../support/oidcProvider.ts';
import { firstImage, viewport } from './support/room.ts';
import { menuOf } from './support/signingIn.ts';
import { startSystemProcess, type SystemProcess } from './support/startSystemProcess.ts';

const current = demoTruth().studies.find(({ key }) => key === 'current');
if (!current) throw new Error('the demo has no current study');
const study = `/viewer?StudyInstanceUIDs=${current.studyInstanceUid}`;
const button = '使用统一身份认证登录';

let provider: TestProvider;
let system: SystemProcess;
let url = '';

test.beforeAll(async () => {
  test.setTimeout(240_000);
  const port = await freePort();
  // Another host than ours, as browsers see it: cookies of this site are kept back when it leads to us.
  provider = await startOidcProvider(
    `http://127.0.0.1:${port}`,
    {
      doctor: { name: '李娜', preferred_username: 'li.na', groups: ['radiology'] },
      visitor: { name: '张伟', preferred_username: 'zhang' },
    },
    'localhost',
  );
  system = await startSystemProcess({
    demo: true,
    env: {
      ...oidcEnv(provider.issuer, port),
      ...{ AUTH: 'oidc', OIDC_NAME: '统一身份认证', OIDC_SCOPES: 'openid profile groups' },
      ...{ OIDC_ROLE_CLAIM: 'groups', OIDC_ROLES: 'radiology=radiologist', OIDC_INSTITUTIONS: '*' },
      OIDC_LOGOUT: '1',
    },
  });
  url = system.url;
});
test.afterAll(async () => {
  await system?.close();
  await provider?.close();
});

async function signInThere(page: Page, login: string): Promise<void> {
  await page.waitForURL(`${provider.issuer}/**`);
  await page.getByPlaceholder('Enter any login').fill(login);
  await page.getByPlaceholder('and password').fill('x');
  await page.getByRole('button', { name: 'Sign-in' }).click();
}

test('somebody signs in on the page of the provider, sees the worklist, and signs out of both', async ({
  page,
}) => {
  await page.goto(`${url}/`);
  const dialog = page.getByRole('dialog', { name: '登录' });
  await expect(dialog).toBeVisible();
  await expect(dialog.getByLabel('密码', { exact: true })).toHaveCount(0);
  await dialog.getByRole('button', { name: button }).click();
  await signInThere(page, 'doctor');
  await expect(menuOf(page, '李娜')).toBeVisible();
  expect(page.url()).toBe(`${url}/`);
  await expect(page.locator(`a[data-study="${current.studyInstanceUid}"]`)).toBeVisible();
  // Nothing of a password that there is not.
  await page.goto(`${url}/account`);
  await expect(page.getByRole('heading', { name: '李娜' })).toBeVisible();
  await expect(page.getByLabel('当前密码')).toHaveCount(0);

  await menuOf(page, '李娜').click();
  await page.getByRole('button', { name: '退出登录' }).click();
  // The provider asks itself.
  await page.waitForURL(`${provider.issuer}/**`);
  await page.getByRole('button', { name: 'Yes, sign me out' }).click();
  await page.waitForURL(`${url}/sign-in**`);
  await expect(page.getByRole('button', { name: button })).toBeVisible();
  expect((await page.request.get(`${url}/dicom-web/studies`)).status()).toBe(401);
  // There too: it asks for the name again.
  await page.getByRole('button', { name: button }).click();
  await signInThere(page, 'visitor');
  // Known, and nothing to be seen without a role.
  await expect(menuOf(page, '张伟')).toBeVisible();
  await expect(page.locator('a[data-study]')).toHaveCount(0);
  expect((await page.request.get(`${url}/dicom-web/studies`)).status()).toBe(403);
});

test('a study that was asked for is opened; in the middle of reading it is signed in beside it', async ({
  page,
  context,
}) => {
  await page.goto(`${url}/sign-in?to=${encodeURIComponent(study)}`);
  await page.getByRole('button', { name: button }).click();
  await signInThere(page, 'doctor');
  await firstImage(page);
  expect(page.url()).toBe(url + study);
  await expect(menuOf(page, '李娜')).toBeVisible();
  // Ended from elsewhere.
  await context.request.delete(`${url}/api/session`);
  const other = current.series.at(-1);
  await page.evaluate(
    (uid) => void window.yunying?.show(0, { seriesInstanceUID: uid }),
    other?.seriesInstanceUid ?? '',
  );
  const over = page.getByRole('dialog', { name: '需要重新登录' });
  await expect(over).toBeVisible();
  const opened = context.waitForEvent('page');
  await over.getByRole('button', { name: button }).click();
  // Signed in there already: it leads back at once.
  const tab = await opened;
  await expect(menuOf(tab, '李娜')).toBeVisible();
  await expect(over).toBeHidden();
  await expect.poll(async () => (await viewport(page)).seriesInstanceUID).toBe(other?.seriesInstanceUid);
});

test('what went wrong is said on the page, in both languages', async ({ page }) => {
  await page.goto(`${url}/sign-in`);
  await page.getByRole('button', { name: button }).click();
  await page.waitForURL(`${provider.issuer}/**`);
  await page.getByRole('link', { name: 'Cancel' }).click();
  await page.waitForURL(`${url}/sign-in**`);
  await expect(page.getByRole('alert')).toHaveText('已取消登录。');
  await page.goto(`${url}/api/session/oidc/callback?code=x&state=y`);
  await expect(page.getByRole('alert')).toContainText('不是在此浏览器中开始的');
  await page.goto(`${url}/sign-in?problem=provider-away`);
  await expect(page.getByRole('alert')).toHaveText('统一身份认证暂时无法使用，请稍后再试。');
});
