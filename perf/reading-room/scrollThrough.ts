import { setTimeout as delay } from 'node:timers/promises';
import type { CDPSession, Page } from '@playwright/test';
import type { Draws } from './watchDraws.ts';

/**
 * Presses the key for the next slice, or the former, `steps` times at an even pace, as one that is held down repeats. Keys, not the
 * wheel: browsers put turns of the wheel together when a page is slow, which would then have fewer slices to show.
 * Resolves when the page has dealt with all of them.
 */
export async function pressThrough(
  session: CDPSession,
  steps: number,
  direction: 'up' | 'down',
  perSecond: number,
): Promise<void> {
  const key = {
    up: { key: 'ArrowUp', code: 'ArrowUp', windowsVirtualKeyCode: 38 },
    down: { key: 'ArrowDown', code: 'ArrowDown', windowsVirtualKeyCode: 40 },
  }[direction];
  const begun = performance.now();
  const answers: Promise<unknown>[] = [];
  for (let step = 0; step < steps; step += 1) {
    await delay(Math.max(0, begun + (1000 * step) / perSecond - performance.now()));
    // Not waited for: a reader's hand does not wait for the page either.
    answers.push(
      session.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', ...key }),
      session.send('Input.dispatchKeyEvent', { type: 'keyUp', ...key }),
    );
  }
  await Promise.all(answers);
  await delay(500);
}

/** When pictures were drawn while all slices were gone through, once to and once fro. */
export async function scrollThrough(
  page: Page,
  session: CDPSession,
  slices: number,
  perSecond: number,
): Promise<Draws[]> {
  const passes: Draws[] = [];
  for (const direction of ['down', 'up'] as const) {
    await draws(page);
    await pressThrough(session, slices - 1, direction, perSecond);
    passes.push(await draws(page));
  }
  return passes;
}

export const draws = (page: Page): Promise<Draws> =>
  page.evaluate(() => (window as unknown as { __draws(): Draws }).__draws());
