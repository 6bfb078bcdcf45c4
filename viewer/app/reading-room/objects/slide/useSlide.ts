import OpenSeadragon from 'openseadragon';
import { useEffect, useRef, useState, type RefObject } from 'react';
import type { FrameLoader, Slide } from '../../../../imaging/index.ts';
import { slideSource, type SlideChoice } from './slideSource.ts';

export interface SlideView {
  /** The part that is seen, in pixels of the largest level. */
  seen: { left: number; top: number; width: number; height: number };
  /** CSS pixels for one pixel of the largest level. */
  scale: number;
  tilesShown: number;
  tilesFailed: number;
  /** Every tile in sight is there. */
  complete: boolean;
}

const tilesAtOnce = 24;

/** OpenSeadragon in an element, showing a slide; undefined until something of it is seen. */
export function useSlide(
  element: RefObject<HTMLDivElement | null>,
  loader: FrameLoader,
  slide: Slide,
  { plane, path }: SlideChoice,
) {
  const viewer = useRef<OpenSeadragon.Viewer>(undefined);
  const [view, setView] = useState<SlideView>();
  useEffect(() => {
    if (!element.current) return;
    let tilesShown = 0;
    let tilesFailed = 0;
    const made = OpenSeadragon({
      element: element.current,
      // No graphics memory is taken from the image viewports, and pixels come to the screen as they are.
      drawer: 'canvas',
      showNavigationControl: false,
      showNavigator: true,
      navigatorPosition: 'BOTTOM_RIGHT',
      navigatorSizeRatio: 0.18,
      navigatorAutoFade: false,
      animationTime: 0.2,
      springStiffness: 10,
      blendTime: 0,
      imageLoaderLimit: tilesAtOnce,
      maxTilesPerFrame: tilesAtOnce,
      visibilityRatio: 0.5,
      minZoomImageRatio: 0.8,
      maxZoomPixelRatio: 16,
      zoomPerScroll: 1.3,
      gestureSettingsMouse: { clickToZoom: false, dblClickToZoom: true },
    });
    viewer.current = made;
    const read = (): void => {
      const item = made.world.getItemAt(0);
      if (!item) return;
      const bounds = item.viewportToImageRectangle(made.viewport.getBounds(false));
      setView({
        seen: { left: bounds.x, top: bounds.y, width: bounds.width, height: bounds.height },
        scale: item.viewportToImageZoom(made.viewport.getZoom(false)),
        tilesShown,
        tilesFailed,
        complete: item.getFullyLoaded(),
      });
    };
    made.addHandler('tile-loaded', () => void tilesShown++);
    made.addHandler('tile-load-failed', () => {
      tilesFailed++;
      read();
    });
    // The keys are the room's.
    made.addHandler('canvas-key', (event) => {
      event.preventDefaultAction = true;
    });
    made.world.addHandler('add-item', ({ item }) => {
      item.addHandler('fully-loaded-change', read);
      read();
    });
    for (const event of ['animation', 'animation-finish', 'resize'] as const) made.addHandler(event, read);
    made.addTiledImage({ tileSource: slideSource(loader, slide, { plane, path }) });
    return () => {
      viewer.current = undefined;
      made.destroy();
    };
  }, [element, loader, slide, plane, path]);
  const zoomBy = (factor: number): void => {
    const { viewport } = viewer.current ?? {};
    viewport?.zoomBy(factor);
    viewport?.applyConstraints();
  };
  return {
    view,
    zoomBy,
    panBy: (x: number, y: number) => {
      const { viewport } = viewer.current ?? {};
      viewport?.panBy(viewport.deltaPointsFromPixels(new OpenSeadragon.Point(x, y)));
      viewport?.applyConstraints();
    },
    showWhole: () => viewer.current?.viewport.goHome(),
    /** @param scale CSS pixels for one pixel of the largest level */
    zoomTo: (scale: number) => {
      const item = viewer.current?.world.getItemAt(0);
      if (item) viewer.current?.viewport.zoomTo(item.imageToViewportZoom(scale));
    },
  };
}
