import { OverlayEngine } from './overlayEngine.ts';
import type { OverlayPort } from './overlayMessages.ts';

new OverlayEngine(self as unknown as OverlayPort);
