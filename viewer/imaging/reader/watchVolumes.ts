import { markShown } from '../opening/index.ts';
import type { Volumes } from '../planes/index.ts';
import type { Viewports } from './viewports.ts';

/** Draws planes again as their volumes become truer, and tells when a volume that is shown has arrived as a whole. */
export function watchVolumes(
  volumes: Volumes,
  viewports: Viewports,
  onComplete: (seriesInstanceUid: string) => void,
): void {
  const refresh = async (): Promise<void> => {
    const stale = viewports.views.filter(
      ({ state, loaded }) => state.frame && loaded && volumes.isStale(state.frame, loaded),
    );
    await Promise.allSettled(stale.map((view) => view.refresh()));
  };
  /** What is in the page already is complete before its first plane is on the screen: that one is waited for. */
  const shownSeries = async (volumeId: string): Promise<string | undefined> => {
    for (;;) {
      const shown = viewports.views.find(({ state }) => state.frame?.derived?.volumeId === volumeId);
      if (shown?.state.frame) return shown.state.frame.seriesInstanceUid;
      if (!volumes.isOpen(volumeId)) return undefined;
      await new Promise(requestAnimationFrame);
    }
  };
  const complete = async (volumeId: string): Promise<void> => {
    const seriesInstanceUid = await shownSeries(volumeId);
    if (seriesInstanceUid === undefined) return;
    await refresh();
    await markShown('mpr-complete');
    onComplete(seriesInstanceUid);
  };
  volumes.addEventListener('refined', () => void refresh());
  volumes.addEventListener('complete', (event) => void complete((event as CustomEvent<string>).detail));
}
