import { chromium, type Browser, type Page } from '@playwright/test';
import sharp from 'sharp';
import type { ViewportReport } from '../../viewer/app/automation/index.ts';
import { chromiumPath } from '../../perf/first-image/options.ts';

export interface ShownFrame {
  frameNumber: number;
  values: ArrayLike<number>;
}

export type Opened =
  | { status: 'frames'; kind: string; frames: ShownFrame[] }
  | { status: 'object'; kind: string }
  | { status: 'explained'; kind: string; reason: string }
  | { status: 'hung'; kind: string; reason: string };

const flags = [
  '--no-sandbox',
  '--use-gl=angle',
  '--use-angle=swiftshader',
  '--enable-unsafe-swiftshader',
  '--ignore-gpu-blocklist',
];
const arrays = { Uint8Array, Int16Array, Uint16Array, Float32Array } as const;

/** The viewer in a browser, asked through `window.yunying` and nothing private. */
export class ViewerPage {
  readonly #browser: Browser;
  readonly #page: Page;
  /** What broke since the last file was opened. */
  #faults: string[] = [];

  private constructor(browser: Browser, page: Page) {
    this.#browser = browser;
    this.#page = page;
    page.on('pageerror', (error) => this.#faults.push(error.message));
    page.on('crash', () => this.#faults.push('the page crashed'));
    page.on('console', (message) => {
      // The browser itself writes a line for every answer that is not 2xx.
      if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
        this.#faults.push(message.text());
    });
  }

  static async start(): Promise<ViewerPage> {
    const browser = await chromium.launch({ executablePath: chromiumPath(process.env), args: flags });
    const page = await browser.newPage({ viewport: { width: 1000, height: 760 }, locale: 'en' });
    return new ViewerPage(browser, page);
  }

  /** What broke in the page while the last file was open. */
  get faults(): readonly string[] {
    return this.#faults;
  }

  async close(): Promise<void> {
    await this.#browser.close();
  }

  /** Opens a study and waits until its first viewport shows something, or says why not. */
  async open(url: string, studyInstanceUid: string, timeoutMs: number): Promise<Opened> {
    this.#faults = [];
    await this.#page.goto(`${url}/viewer?StudyInstanceUIDs=${studyInstanceUid}`);
    const end = Date.now() + timeoutMs;
    let report: ViewportReport | undefined;
    while (Date.now() < end) {
      report = await this.#report();
      const kind = report?.kind ?? '';
      if (report?.error) return { status: 'explained', kind, reason: report.error.message };
      if (kind === 'image' || kind === 'key-images') {
        const whole = report?.fidelity === 'lossless' || report?.fidelity === 'lossy';
        if (report && whole && (await this.#isReady()))
          return { status: 'frames', kind, frames: await this.#frames(report.sliceCount) };
      } else if (kind !== '') {
        if (await this.#page.evaluate(async () => (await window.yunying?.getObject(0)) !== null))
          return { status: 'object', kind };
      }
      const alert = await this.#page
        .locator('[role=alert]')
        .first()
        .textContent({ timeout: 50 })
        .catch(() => null);
      if (alert) return { status: 'explained', kind, reason: alert };
      await this.#page.waitForTimeout(150);
    }
    const text = await this.#page
      .locator('[data-viewport="0"]')
      .innerText()
      .catch(() => '');
    return { status: 'hung', kind: report?.kind ?? '', reason: text.replaceAll('\n', ' ').slice(0, 200) };
  }

  /** The whole room, small. */
  async picture(): Promise<Buffer> {
    await this.#page.waitForTimeout(200);
    const viewport = this.#page.locator('[data-viewport="0"]').first();
    const png = await viewport.screenshot({ timeout: 5000 }).catch(() => this.#page.screenshot());
    return sharp(png)
      .resize(320, 240, { fit: 'contain', background: '#000' })
      .jpeg({ quality: 70 })
      .toBuffer();
  }

  #report(): Promise<ViewportReport | undefined> {
    return this.#page
      .evaluate(async () => (await window.yunying?.getViewports())?.[0])
      .catch(() => undefined);
  }

  /** Whether the engine shows it: before that a picture stands in its place. */
  #isReady(): Promise<boolean> {
    return this.#page.evaluate(async () => {
      const pixels = window.yunying?.getPixels(0);
      return pixels !== undefined && pixels.then(() => true).catch(() => false);
    });
  }

  /** The first, the middle and the last slice. */
  async #frames(count: number): Promise<ShownFrame[]> {
    const wanted = [...new Set([0, Math.floor(count / 2), count - 1])];
    const frames: ShownFrame[] = [];
    for (const sliceIndex of wanted) {
      const shown = await this.#page.evaluate(async (index) => {
        const { yunying } = window;
        if (!yunying) throw new Error('no automation interface');
        await yunying.scrollTo(0, { sliceIndex: index });
        const values = (await yunying.getPixels(0)).values as Float32Array;
        const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
        let text = '';
        for (let at = 0; at < bytes.length; at += 32_768)
          text += String.fromCharCode(...bytes.subarray(at, at + 32_768));
        const type = values.constructor.name;
        return { type, base64: btoa(text), frameNumber: (await yunying.getViewports())[0]?.frameNumber ?? 1 };
      }, sliceIndex);
      const { buffer } = new Uint8Array(Buffer.from(shown.base64, 'base64'));
      const { [shown.type as keyof typeof arrays]: Kind } = arrays;
      frames.push({ frameNumber: shown.frameNumber, values: new Kind(buffer) });
    }
    return frames;
  }
}
