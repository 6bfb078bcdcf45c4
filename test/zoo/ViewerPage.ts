import { chromium, type Browser, type Locator, type Page } from '@playwright/test';
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
  /** The viewport that the hanging protocol chose for it. */
  #index = 0;

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
    this.#index = 0;
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
        const isSeen = async (at: number) => (await window.yunying?.getObject(at)) !== null;
        if (await this.#page.evaluate(isSeen, this.#index)) return await this.#object(kind);
      }
      const reason = await this.#alert();
      if (reason) return { status: 'explained', kind, reason };
      await this.#page.waitForTimeout(150);
    }
    const text = await this.#viewport.innerText().catch(() => '');
    const reason = text.replaceAll('\n', ' ').slice(0, 200);
    // A series without a single frame to show says why in the middle of its viewport.
    const isRead = report !== undefined && report.kind !== null && report.studyInstanceUID !== null;
    const status = isRead && report?.sliceCount === 0 && reason !== '' ? 'explained' : 'hung';
    return { status, kind: report?.kind ?? '', reason };
  }

  /** An object on the screen: itself, or in its place what it is and why it cannot be seen. */
  async #object(kind: string): Promise<Opened> {
    // A video tells only after a while that the browser cannot play it.
    if (kind === 'video') await this.#page.waitForTimeout(1500);
    const said = kind === 'other' ? await this.#viewport.locator('article').innerText() : await this.#alert();
    if (!said) return { status: 'object', kind };
    return { status: 'explained', kind, reason: said.replaceAll(/\s+/g, ' ').slice(0, 200) };
  }

  /** What a viewport says instead of an image. Alerts elsewhere are of other things. */
  async #alert(): Promise<string | undefined> {
    const find = (at: number) =>
      document.querySelector(`[data-viewport="${at}"] [role=alert]`)?.textContent ?? undefined;
    return this.#page.evaluate(find, this.#index).catch(() => undefined);
  }

  /** The viewport, small. */
  async picture(): Promise<Buffer> {
    await this.#page.waitForTimeout(200);
    const png = await this.#viewport.screenshot({ timeout: 5000 }).catch(() => this.#page.screenshot());
    return sharp(png)
      .resize(320, 240, { fit: 'contain', background: '#000' })
      .jpeg({ quality: 70 })
      .toBuffer();
  }

  get #viewport(): Locator {
    return this.#page.locator(`[data-viewport="${this.#index}"]`).first();
  }

  /** Of the first viewport that shows anything. */
  async #report(): Promise<ViewportReport | undefined> {
    const reports = await this.#page.evaluate(() => window.yunying?.getViewports()).catch(() => undefined);
    const report = reports?.find(({ kind, error }) => kind !== null || error !== null) ?? reports?.[0];
    this.#index = report?.index ?? 0;
    return report;
  }

  /** Whether the engine shows it: before that a picture stands in its place. */
  #isReady(): Promise<boolean> {
    return this.#page.evaluate(async (at) => {
      const pixels = window.yunying?.getPixels(at);
      return pixels !== undefined && pixels.then(() => true).catch(() => false);
    }, this.#index);
  }

  /** The first, the middle and the last slice. */
  async #frames(count: number): Promise<ShownFrame[]> {
    const wanted = [...new Set([0, Math.floor(count / 2), count - 1])];
    const frames: ShownFrame[] = [];
    for (const sliceIndex of wanted) {
      const wish = { at: this.#index, sliceIndex };
      const shown = await this.#page.evaluate(async ({ at, sliceIndex: index }) => {
        const { yunying } = window;
        if (!yunying) throw new Error('no automation interface');
        await yunying.scrollTo(at, { sliceIndex: index });
        const values = (await yunying.getPixels(at)).values as Float32Array;
        const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
        let text = '';
        for (let from = 0; from < bytes.length; from += 32_768)
          text += String.fromCharCode(...bytes.subarray(from, from + 32_768));
        const type = values.constructor.name;
        const report = (await yunying.getViewports())[at];
        // Three times the same frame would agree as well.
        if (report?.sliceIndex !== index)
          throw new Error(`slice ${report?.sliceIndex} is shown, not ${index} as asked`);
        return { type, base64: btoa(text), frameNumber: report.frameNumber ?? 1 };
      }, wish);
      const { buffer } = new Uint8Array(Buffer.from(shown.base64, 'base64'));
      const { [shown.type as keyof typeof arrays]: Kind } = arrays;
      frames.push({ frameNumber: shown.frameNumber, values: new Kind(buffer) });
    }
    return frames;
  }
}
