/**
 * The first script of the page, and a small one: it starts fetching the study that the address names, then
 * the application. The engine is not waited for.
 */
import { Imaging, Opening } from '../imaging/index.ts';
import { takeSession } from './embed/takeSession.ts';
import { studiesInAddress } from './studiesInAddress.ts';
import { pageVisit } from './visit/visit.ts';

const longestWaitMs = 700;

takeSession(window);
// Before the first request, which has to carry it.
pageVisit.restore(window.location);
const stage = document.getElementById('opening');
const studies = studiesInAddress(window.location);
const imaging = new Imaging();
const opening = stage && studies.length > 0 ? new Opening(imaging.loader, studies, stage) : undefined;

void start();

/** Not awaited at the top level: what is split off imports from this script, and would wait for it for ever. */
async function start(): Promise<void> {
  // The application's scripts would take processor and main thread from the first images; they wait, but not for a slow archive.
  if (opening)
    await Promise.race([opening.settled, new Promise((resolve) => setTimeout(resolve, longestWaitMs))]);
  // The reading room's script comes beside the application's, which would ask for it only after it has begun to draw.
  if (opening) void import('./reading-room/index.ts').catch(() => undefined);
  const { mount } = await import('./main.tsx');
  mount(imaging, opening);
}
