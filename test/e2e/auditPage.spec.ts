import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, type Page } from '@playwright/test';
import { Client } from 'pg';
import { postgresServer } from '../cluster/support/postgresServer.ts';
import { missingPackages } from '../cluster/support/programs.ts';
import type { ServerProcess } from '../cluster/support/ServerProcess.ts';
import { fillIn, menuOf } from './support/signingIn.ts';
import { startSystemProcess, type SystemProcess } from './support/startSystemProcess.ts';

/** The audit trail's page and the real server, with PostgreSQL where the machine has it; each test goes on where the one before has ended. */
test.describe.configure({ mode: 'serial' });

const administrator = { login: 'admin', name: '王管理', password: 'ein Schloss am Meer' };
const evil = '<img src=x onerror=document.title=1>';

let system: SystemProcess;
let url = '';
let page: Page;
let postgres: ServerProcess | undefined;
let folder = '';
let databaseUrl = '';
const noPostgres = missingPackages(['postgres']);

test.beforeAll(async ({ browser }) => {
  test.setTimeout(240_000);
  if (noPostgres.length === 0) {
    folder = mkdtempSync(join(tmpdir(), 'yunying-postgres-'));
    // PostgreSQL runs as another user, who has to pass through.
    chmodSync(folder, 0o755);
    const { host, process } = await postgresServer(folder);
    postgres = process;
    databaseUrl = `postgres://orthanc@/orthanc?host=${encodeURIComponent(host)}`;
  }
  system = await startSystemProcess({ signIn: true, env: { DATABASE_URL: databaseUrl } });
  url = system.url;
  page = await (await browser.newContext({ locale: 'zh-CN', acceptDownloads: true })).newPage();
  await page.goto(system.setupLink ?? '');
  await page.getByLabel('用户名').fill(administrator.login);
  await page.getByLabel('姓名').fill(administrator.name);
  await page.getByLabel('密码', { exact: true }).fill(administrator.password);
  await page.getByLabel('再次输入密码').fill(administrator.password);
  await page.getByRole('button', { name: '创建并登录' }).click();
  await expect(menuOf(page, administrator.name)).toBeVisible();
});
test.afterAll(async () => {
  await page?.context().close();
  await system?.close();
  await postgres?.end();
  if (folder) rmSync(folder, { recursive: true, force: true });
});

const rows = () => page.locator('tbody tr[data-seq]');

test('shows who did what, and who was kept out', async ({ browser }) => {
  const stranger = await (await browser.newContext({ locale: 'zh-CN' })).newPage();
  await stranger.goto(`${url}/sign-in`);
  await fillIn(stranger, administrator.login, 'etwas ganz anderes');
  await expect(stranger.getByRole('alert')).toBeVisible();
  await fillIn(stranger, evil, 'etwas ganz anderes');
  await expect(stranger.getByRole('alert')).toBeVisible();
  await stranger.context().close();

  await menuOf(page, administrator.name).click();
  await page.getByRole('link', { name: '审计日志' }).click();
  await expect(page.locator('nav [aria-current=page]')).toHaveText('审计日志');
  await expect(rows().first()).toBeVisible();
  const refused = rows().filter({ hasText: '密码错误' });
  await expect(refused).toHaveCount(1);
  await expect(refused).toContainText(administrator.name);
  await expect(refused).toContainText('127.0.0.1');
  await expect(refused).toContainText('登录');
  await expect(refused).toContainText('拒绝');
  // What strangers type is text.
  await expect(rows().filter({ hasText: evil })).toHaveCount(1);
  expect(await page.locator('td img').count()).toBe(0);
  expect(await page.title()).toBe('审计日志 · 云影');
});

test('finds by event and result, and goes on from an event to what belongs to it', async () => {
  await page.getByLabel('操作', { exact: true }).selectOption({ label: '登录' });
  await page.getByLabel('结果', { exact: true }).selectOption({ label: '拒绝或失败' });
  await page.getByRole('button', { name: '查询' }).click();
  await expect(page.getByText('2 条记录')).toBeVisible();
  await expect(rows()).toHaveCount(2);

  const refused = rows().filter({ hasText: '密码错误' });
  await refused.getByRole('button', { expanded: false }).press('Enter');
  const opened = page.locator('tr', { has: page.getByText('DICOM 事件') });
  await expect(opened.last()).toContainText('userAuthentication / login / E');
  await expect(opened.last()).toContainText('密码错误');
  await page.getByRole('button', { name: '此人的全部记录' }).click();
  await expect(rows().filter({ hasText: '通过链接创建管理员' })).toHaveCount(1);
  await expect(rows().filter({ hasText: evil })).toHaveCount(0);
  for (const text of await rows().allInnerTexts()) expect(text).toContain(administrator.name);

  await page.getByLabel('来源地址', { exact: true }).fill('10.9.9.9');
  await page.getByRole('button', { name: '查询' }).click();
  await expect(page.getByText('没有符合条件的记录')).toBeVisible();
  await page.getByRole('button', { name: '清除条件' }).click();
  await expect(rows().filter({ hasText: '系统启停' })).toHaveCount(1);
});

test('checks the chain, and sets how long events are kept', async () => {
  await expect(page.getByText('本次启动后尚未校验日志是否完整')).toBeVisible();
  await page.getByRole('button', { name: '立即校验' }).click();
  await expect(page.getByText(/日志完整：已校验至第 \d+ 条/)).toBeVisible();

  await expect(page.getByText('记录保存 1095 天')).toBeVisible();
  await page.getByRole('button', { name: '更改' }).click();
  const dialog = page.getByRole('dialog', { name: '审计记录的保存期限' });
  await dialog.getByLabel('保存天数').fill('730');
  await dialog.getByRole('button', { name: '保存' }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByText('记录保存 730 天')).toBeVisible();
  await page.getByRole('button', { name: '刷新' }).click();
  await expect(rows().filter({ hasText: '审计记录保存期限 · 730 天' })).toHaveCount(1);
});

test('is taken home as a table and as DICOM audit messages', async () => {
  const downloaded = async (name: string): Promise<string> => {
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name }).click(),
    ]);
    return readFile(await download.path(), 'utf8');
  };
  const table = await downloaded('导出 CSV');
  expect(table.startsWith('\ufeffseq,time,event,')).toBe(true);
  expect(table).toContain('wrong-password');
  const messages = await downloaded('导出 DICOM XML');
  expect(messages.startsWith('<?xml version="1.0" encoding="UTF-8"?>\n<AuditMessages>')).toBe(true);
  expect(messages.match(/<AuditMessage>/g)?.length).toBe(table.trimEnd().split('\r\n').length);
});

test('finds what somebody with the database in hand has changed', async () => {
  test.skip(noPostgres.length > 0, `not installed: ${noPostgres.join(', ')}`);
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  const { rows: changed } = await client.query<{ seq: string }>(
    `select seq from audit_event where outcome <> 0 order by seq limit 1`,
  );
  const seq = changed[0]?.seq ?? '';
  await client.query('alter table audit_event disable trigger all');
  await client.query(`update audit_event set outcome = 0 where seq = $1`, [seq]);
  await client.query('alter table audit_event enable trigger all');
  await client.end();
  await page.getByRole('button', { name: '立即校验' }).click();
  await expect(page.getByText(`日志被改动：自第 ${seq} 条起不可信`)).toBeVisible();
});
