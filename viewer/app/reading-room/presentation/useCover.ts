import { useEffect, useReducer } from 'react';
import { frameCover, type Cover, type Reader, type ViewState } from '../../../imaging/index.ts';
import { useReports } from '../saving/useReports.ts';
import { useReaderState } from '../useReader.ts';

/** What lies over the picture of a viewport now; `all`: what would if nothing were switched off. */
export function useCover(
  reader: Reader,
  index: number,
  { frame, error }: ViewState,
): { cover: Cover; all: { shutter: boolean; overlays: number; failed: boolean } } | undefined {
  const { hidden } = useReaderState(reader);
  const { shownState } = useReports(reader);
  const { overlayStore } = reader;
  const [, came] = useReducer((count: number) => count + 1, 0);
  useEffect(() => {
    overlayStore.addEventListener('change', came);
    return () => overlayStore.removeEventListener('change', came);
  }, [overlayStore]);
  const view = reader.view(index);
  if (!frame || error || !view?.loaded) return undefined;
  const { loaded } = view;
  const { shutter, shutterPlane, overlays } = frameCover(frame, shownState);
  const shown = hidden.overlays ? [] : overlays;
  return {
    cover: {
      padded: view.paddingShows ? loaded : undefined,
      shutter: hidden.shutters ? undefined : shutter,
      shutterBitmap: shutterPlane && overlayStore.bitmap(shutterPlane, frame.frameNumber, loaded),
      overlays: shown.flatMap((plane) => overlayStore.bitmap(plane, frame.frameNumber, loaded) ?? []),
    },
    all: {
      shutter: shutter !== undefined,
      overlays: overlays.length,
      failed: overlays.some((plane) => overlayStore.hasFailed(plane)),
    },
  };
}
