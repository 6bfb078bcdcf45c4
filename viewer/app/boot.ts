/**
 * The first script of the page, and a small one: it starts fetching the study that the address names, then
 * the application. The engine is not waited for.
 */
import { Imaging, Opening } from '../imaging/index.ts';
import { studiesInAddress } from './studiesInAddress.ts';

const stage = document.getElementById('opening');
const studies = studiesInAddress(window.location);
const imaging = new Imaging();
const opening = stage && studies.length > 0 ? new Opening(imaging.loader, studies, stage) : undefined;

const { mount } = await import('./main.tsx');
mount(imaging, opening);
