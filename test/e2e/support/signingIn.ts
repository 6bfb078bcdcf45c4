import type { Locator, Page } from '@playwright/test';

/** Login and password into the form of the page or the dialog, and sent. */
export async function fillIn(page: Page, login: string, password: string): Promise<void> {
  await page.getByLabel('用户名').fill(login);
  await page.getByLabel('密码', { exact: true }).fill(password);
  await page.getByRole('button', { name: '登录', exact: true }).click();
}

/** The button with the name of who is signed in. */
export const menuOf = (page: Page, name: string): Locator =>
  page.getByRole('button', { name: `${name} 的菜单` });

export async function signOut(page: Page, name: string): Promise<void> {
  await menuOf(page, name).click();
  await page.getByRole('button', { name: '退出登录' }).click();
  await page.waitForURL('**/sign-in');
}
