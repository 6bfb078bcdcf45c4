import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { chromium } from '@playwright/test';
import type { Page } from '@playwright/test';

export interface ColdBrowserOptions {
  executablePath: string;
  viewport: { width: number; height: number };
}

/** WebGL without a graphics card, the same on every machine; and the DevTools port that recordTraffic connects to. */
export const CHROMIUM_FLAGS = [
  '--use-gl=angle',
  '--use-angle=swiftshader',
  '--enable-unsafe-swiftshader',
  '--ignore-gpu-blocklist',
  '--remote-debugging-port=0',
];

/** Chromium loads its own pages (address line, tips) for about two seconds on two cores. */
const startedMs = 3_000;

/** Does something with a page of a browser that has never been used: a new process with a new, empty profile. */
export async function withColdBrowser<Result>(
  options: ColdBrowserOptions,
  use: (page: Page, userDataDir: string) => Promise<Result>,
): Promise<Result> {
  const userDataDir = await mkdtemp(path.join(tmpdir(), 'first-image-'));
  try {
    const context = await chromium.launchPersistentContext(userDataDir, {
      executablePath: options.executablePath,
      headless: true,
      viewport: options.viewport,
      bypassCSP: true, // the watching uses a worker of its own, which a page's policy may forbid
      args: CHROMIUM_FLAGS,
    });
    try {
      // A reader's browser has been started before: what it does for itself in its first moments is not the page's.
      await delay(startedMs);
      return await use(context.pages()[0] ?? (await context.newPage()), userDataDir);
    } finally {
      await context.close();
    }
  } finally {
    await rm(userDataDir, { recursive: true, force: true, maxRetries: 5 });
  }
}
