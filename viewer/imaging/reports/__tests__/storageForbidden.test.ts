import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { PairsInBrowser } from '../../followUp/pairsInBrowser.ts';
import { KeptInBrowser } from '../keptInBrowser.ts';
import { nothingUnsaved } from '../unsaved.ts';

// As a browser does in the frame of another site whose storage it blocks.
beforeEach(() => {
  const forbidden = (): never => {
    throw new DOMException('Access is denied for this document.', 'SecurityError');
  };
  vi.stubGlobal(
    'BroadcastChannel',
    class {
      constructor() {
        forbidden();
      }
    },
  );
  vi.stubGlobal('indexedDB', { open: forbidden });
});
afterEach(() => vi.unstubAllGlobals());

it('finds nothing kept where the browser forbids its storage, and says that it keeps nothing', async () => {
  const kept = new KeptInBrowser();
  expect(await kept.read('1.2.3')).toBeUndefined();
  await expect(kept.keep('1.2.3', nothingUnsaved)).rejects.toThrow('Access is denied');
  kept.close();
  const pairs = new PairsInBrowser(async () => '');
  expect(await pairs.read('1.2.3')).toEqual([]);
  await pairs.change('1.2.3', (before) => [...before, 'a']);
});
