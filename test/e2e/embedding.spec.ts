import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  chromium,
  expect,
  request as requests,
  test,
  type BrowserContext,
  type Frame,
  type Page,
  type Request,
} from '@playwright/test';
import { demoTruth } from '../../scripts/demo-studies/index.ts';
import type { Viewer } from '../../embed/yunying-embed.ts';
import { hisSecret, startHis } from './support/hisExample.ts';
import { startSystemProcess, type SystemProcess } from './support/startSystemProcess.ts';

/** A HIS at localhost, the viewer at 127.0.0.1: two sites, in a browser that blocks cookies and storage of other sites. */
test.describe.configure({ mode: 'serial' });

declare global {
  interface Window {
    held?: Viewer;
    told?: unknown[];
  }
}

const { studies } = demoTruth();
const current = studies.find(({ key }) => key === 'current');
const other = studies.find(({ patientId }) => patientId !== current?.patientId);
if (!current || !other) throw new Error('the demo has no two patients');

let system: SystemProcess;
let his: Awaited<ReturnType<typeof startHis>>;
let stranger: Awaited<ReturnType<typeof startHis>>;
let context: BrowserContext;
let page: Page;
let profile = '';
const asked: Request[] = [];

test.beforeAll(async () => {
  test.setTimeout(240_000);
  system = await startSystemProcess({ demo: true, signIn: true });
  his = await startHis(system.url);
  stranger = await startHis(system.url);
  await registerHis();
  profile = mkdtempSync(join(tmpdir(), 'yunying-his-'));
  mkdirSync(join(profile, 'Default'));
  // As a person does in the settings: "block third-party cookies", which blocks storage as well.
  writeFileSync(
    join(profile, 'Default', 'Preferences'),
    JSON.stringify({ profile: { cookie_controls_mode: 1, block_third_party_cookies: true } }),
  );
  const { launchOptions, viewport, locale } = test.info().project.use;
  context = await chromium.launchPersistentContext(profile, { ...launchOptions, viewport, locale });
  // Where this browser partitions what it should block: forbidden as other browsers forbid it.
  await context.addInitScript((viewer) => {
    if (window.origin !== viewer) return;
    const forbidden = () => {
      throw new DOMException('Access is denied for this document.', 'SecurityError');
    };
    for (const name of ['localStorage', 'sessionStorage', 'indexedDB', 'caches'])
      Object.defineProperty(window, name, { get: forbidden });
    Object.defineProperty(window, 'BroadcastChannel', { value: forbidden });
  }, system.url);
  // Somebody is signed in beside it, in this browser: that is another session.
  const { login, password } = administrator;
  const signedIn = await context.request.post(`${system.url}/api/session`, { data: { login, password } });
  expect(signedIn.status()).toBe(200);
  context.on('request', (request) => asked.push(request));
  page = await context.newPage();
});
test.afterAll(async () => {
  await context?.close();
  await his?.close();
  await stranger?.close();
  await system?.close();
  rmSync(profile, { recursive: true, force: true });
});

const administrator = { login: 'admin', name: '王管理', password: 'ein Schloss am Meer' };

async function registerHis(): Promise<void> {
  const client = await requests.newContext({ baseURL: system.url });
  const [, token] = (system.setupLink ?? '').split('#');
  const person = { token, ...administrator };
  expect((await client.post('/api/setup', { data: person })).status()).toBe(200);
  const data = {
    ...{ name: '示例 HIS', issuer: 'his-example', algorithm: 'HS256', key: hisSecret, audience: 'yunying' },
    ...{ origins: [his.origin], institution: null, scope: { modes: ['read', 'compare'], download: false } },
    ...{ defaultRole: 'clinician', personMapping: {}, enabled: true },
  };
  expect((await client.post('/api/his', { data })).status()).toBe(201);
  await client.dispose();
}

const toViewer = () => asked.filter((one) => one.url().startsWith(system.url));
const frameOf = (): Frame => {
  const frame = page.frames().find((one) => one.url().startsWith(system.url));
  if (!frame) throw new Error('there is no viewer in the page');
  return frame;
};
const sessionToken = async (): Promise<string> => {
  const carrying = toViewer().findLast((one) => one.headers().authorization !== undefined);
  return carrying?.headers().authorization ?? '';
};

test('a doctor opens a study from the page of the HIS, without a cookie and without storage', async () => {
  await page.goto(`${his.origin}/`);
  await page.getByLabel('患者 ID').fill(current.patientId);
  await page.getByLabel('检查 UID 或检查号').fill(current.studyInstanceUid);
  await page.getByRole('button', { name: '打开影像' }).click();
  await expect(page.locator('#log')).toContainText('已打开');
  await expect(page.locator('#log')).toContainText('首幅图像', { timeout: 60_000 });
  const frame = frameOf();
  expect(frame.url()).toBe(`${system.url}/viewer?StudyInstanceUIDs=${current.studyInstanceUid}`);
  expect(await frame.evaluate(() => document.getElementById('session'))).toBeNull();
  const storage = await frame.evaluate(() => {
    try {
      return localStorage.length;
    } catch {
      return 'forbidden';
    }
  });
  expect(storage).toBe('forbidden');
  // Pictures of the series are fetched by the page, and are there.
  await expect
    .poll(() =>
      frame.evaluate(() => document.querySelector<HTMLImageElement>('img[src^="blob:"]')?.naturalWidth ?? 0),
    )
    .toBeGreaterThan(0);
  await expect(frame.getByRole('link')).toHaveCount(0);
  await page.screenshot({ path: test.info().outputPath('his.png') });
});

test('it commands the viewer, and hears of what happens', async () => {
  await page.getByRole('button', { name: '肺窗' }).click();
  const voi = () => frameOf().evaluate(async () => (await window.yunying?.getViewports())?.[0]?.voi);
  await expect.poll(voi).toEqual({ center: -600, width: 1500 });
  await page.getByRole('button', { name: '现在显示什么？' }).click();
  await expect(page.locator('#log')).toContainText(/第 \d+ 层/);
  await expect(page.locator('#log')).toContainText('序列完成');
});

test('no token is in an address, a Referer or the history', async () => {
  const token = await sessionToken();
  expect(token).toMatch(/^Bearer [\w-]{43}$/);
  const opening = toViewer().filter((one) => one.url().includes('/embed') && one.isNavigationRequest());
  expect(opening.map((one) => [one.method(), one.url()])).toEqual([['POST', `${system.url}/embed`]]);
  for (const one of toViewer()) {
    const { cookie, referer } = await one.allHeaders();
    expect([one.url(), cookie]).toEqual([one.url(), undefined]);
    expect(referer ?? '').not.toMatch(/token|\/embed/);
    expect(one.url()).not.toContain(token.slice(7));
    expect(one.url()).not.toMatch(/eyJ/);
  }
  // What asks for data carries the session in a header.
  const data = toViewer().filter((one) => one.url().includes('/dicom-web/'));
  expect(data.length).toBeGreaterThan(5);
  for (const one of data) expect([one.url(), one.headers().authorization]).toEqual([one.url(), token]);
});

/** Opens a viewer from a page of the HIS, in the page's own hands. */
const openHeld = (wanted: object, connectMs = 20_000) =>
  page.evaluate(
    async ({ server, asked: said, ms }) => {
      await window.held?.close();
      const token = async () =>
        (
          (await (await fetch('/token', { method: 'POST', body: JSON.stringify(said) })).json()) as {
            token: string;
          }
        ).token;
      const container = document.getElementById('viewer');
      if (!container || !globalThis.yunyingEmbed) throw new Error('the page is another one');
      container.replaceChildren();
      window.told = [];
      window.held = await globalThis.yunyingEmbed.openViewer({
        ...{ server, token, container, connectMs: ms },
        onEnd: (reason) => window.told?.push(['end', reason]),
      });
      await window.held.on('error', (detail) => window.told?.push(['error', detail]));
      await window.held.on('first-image', (detail) => window.told?.push(['first-image', detail]));
      return { studyInstanceUIDs: window.held.studyInstanceUIDs, mode: window.held.mode };
    },
    { server: system.url, asked: wanted, ms: connectMs },
  );
const told = (event: string) =>
  page.evaluate((name) => window.told?.filter((one) => (one as unknown[])[0] === name).length ?? 0, event);
const mine = { patientId: current.patientId, studyInstanceUid: current.studyInstanceUid };

test('another patient cannot be reached', async () => {
  await page.goto(`${his.origin}/`);
  expect(await openHeld(mine)).toEqual({ studyInstanceUIDs: [current.studyInstanceUid], mode: 'read' });
  await expect.poll(() => told('first-image')).toBe(1);
  const answered = page.waitForResponse(
    (response) => response.url().includes(other.studyInstanceUid) && response.status() === 404,
  );
  await page.evaluate((uid) => window.held?.call('open', [uid]), other.studyInstanceUid);
  await answered;
  const frame = frameOf();
  await expect(frame.getByRole('alert')).toBeVisible();
  expect(await frame.evaluate(() => document.body.textContent)).not.toContain(other.patientId);
  const direct = await context.request.get(
    `${system.url}/dicom-web/studies/${other.studyInstanceUid}/metadata`,
    {
      headers: { authorization: await sessionToken() },
    },
  );
  expect(direct.status()).toBe(404);
  // Signed by the HIS, but the study is another patient's.
  await expect(openHeld({ ...mine, studyInstanceUid: other.studyInstanceUid }, 3000)).rejects.toThrow(
    'does not answer',
  );
});

test('errors are answered; who is not the parent, or of another origin, hears nothing', async () => {
  await openHeld(mine);
  const codes = await page.evaluate(async () => {
    const code = (call: Promise<unknown> | undefined) =>
      call?.then(
        () => 'done',
        (error: { code?: string }) => error.code,
      );
    return [
      await code(window.held?.call('noSuchCall')),
      await code(window.held?.call('show', 99, { seriesInstanceUID: '1.2.3' })),
      await code(window.held?.on('noSuchEvent', () => undefined)),
    ];
  });
  expect(codes[0]).toBe('unknown-method');
  expect(codes[1]).not.toBe('done');
  expect(codes[2]).toBe('unknown-event');
  // Another frame of the same page, which can reach the viewer's window.
  const heard = await page.evaluate(async () => {
    const frame = document.createElement('iframe');
    frame.srcdoc = `<script>
      const heard = [];
      addEventListener('message', ({ data }) => heard.push(data));
      const viewer = parent.document.querySelector('#viewer iframe').contentWindow;
      for (const method of ['connect', 'getViewports'])
        viewer.postMessage({ yunying: 1, id: 1, method, params: { version: '1.0' } }, '*');
      setTimeout(() => parent.postMessage({ heard }, '*'), 1500);
    </script>`;
    return new Promise<unknown[]>((resolve) => {
      window.addEventListener('message', ({ data }) => {
        if ((data as { heard?: unknown[] }).heard) resolve((data as { heard: unknown[] }).heard);
      });
      document.body.append(frame);
    });
  });
  expect(heard).toEqual([]);
  // A page that is not registered cannot hold the viewer at all.
  await page.goto(`${stranger.origin}/`);
  await page.waitForFunction(() => globalThis.yunyingEmbed !== undefined);
  await expect(openHeld(mine, 4000)).rejects.toThrow('does not answer');
});

test('the session ends with the frame, and goes on with another token when the frame is loaded again', async () => {
  await page.goto(`${his.origin}/`);
  await page.waitForFunction(() => globalThis.yunyingEmbed !== undefined);
  await openHeld(mine);
  await expect.poll(() => told('first-image')).toBe(1);
  const first = await sessionToken();
  const statusOf = async (authorization: string) =>
    (await context.request.get(`${system.url}/api/session`, { headers: { authorization } })).status();
  expect(await statusOf(first)).toBe(200);
  await page.waitForTimeout(5000);
  await frameOf()
    .evaluate(() => window.location.reload())
    .catch(() => undefined);
  await expect.poll(() => told('first-image'), { timeout: 60_000 }).toBe(2);
  await expect.poll(() => statusOf(first)).toBe(401);
  const second = await sessionToken();
  expect(second).not.toBe(first);
  expect(await statusOf(second)).toBe(200);
  await page.evaluate(() => window.held?.close());
  await expect.poll(() => statusOf(second)).toBe(401);
  expect(await page.locator('iframe').count()).toBe(0);
});

test('an administrator tries a token on the page, and switches the HIS off', async () => {
  const tokenFor = async (wanted: object): Promise<string> => {
    const reply = await context.request.post(`${his.origin}/token`, { data: wanted });
    return ((await reply.json()) as { token: string }).token;
  };
  await page.goto(`${system.url}/his`);
  await page.getByRole('button', { name: '示例 HIS' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByLabel('HIS 页面来源')).toHaveValue(his.origin);
  // The secret is shown to nobody.
  await expect(dialog.getByLabel('共享密钥')).toHaveValue('');
  const trial = async (token: string): Promise<void> => {
    await dialog.getByLabel('令牌（JWT）').fill(token);
    await dialog.getByRole('button', { name: '测试' }).click();
  };
  await trial('not a token');
  await expect(dialog.getByText('不是已签名的 JWT')).toBeVisible();
  await trial(await tokenFor({ ...mine, patientId: other.patientId }));
  await expect(dialog.getByText('这次检查不属于令牌中的患者')).toBeVisible();
  await trial(await tokenFor({ ...mine, mode: 'compare' }));
  await expect(dialog.getByText('此令牌有效')).toBeVisible();
  await expect(dialog.getByText(current.studyInstanceUid)).toBeVisible();
  await page.screenshot({ path: test.info().outputPath('his-page.png') });
  await dialog.getByLabel('启用').uncheck();
  await dialog.getByRole('button', { name: '保存' }).click();
  await expect(dialog.getByText('已保存。')).toBeVisible();
  await trial(await tokenFor(mine));
  await expect(dialog.getByText('此 HIS 已停用')).toBeVisible();
  await page.getByRole('button', { name: '关闭' }).click();
  await expect(page.locator('[data-his="his-example"]')).toContainText('停用');
  await page.screenshot({ path: test.info().outputPath('his-list.png') });
});
