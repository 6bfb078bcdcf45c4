import { createRoot } from 'react-dom/client';
import { initI18n } from '../i18n/index.ts';
import type { Imaging, Opening } from '../imaging/index.ts';
import { App } from './App.tsx';
import { startEmbedding } from './embed/index.ts';
import { followToken } from './session/index.ts';
import { takeSetupToken } from './setupToken.ts';

/** Puts the application into the page. */
export function mount(imaging: Imaging, opening: Opening | undefined): void {
  takeSetupToken();
  followToken();
  startEmbedding();
  initI18n();
  const root = document.getElementById('root');
  if (!root) throw new Error('index.html has no element with the id "root"');
  createRoot(root).render(<App imaging={imaging} opening={opening} />);
}
