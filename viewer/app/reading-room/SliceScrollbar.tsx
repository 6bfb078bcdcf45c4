import { useEffect, useRef, type PointerEvent } from 'react';
import { useTranslation } from '../../i18n/index.ts';
import {
  progressOf,
  type FrameLoader,
  type Reader,
  type Stack,
  type ViewState,
} from '../../imaging/index.ts';
import classes from './SliceScrollbar.module.css';

export interface SliceScrollbarProps {
  reader: Reader;
  index: number;
  state: ViewState;
  stack: Stack;
}

/** The stack as a strip: what of it is loaded, what failed, where one is. Dragging it pages. */
export function SliceScrollbar({ reader, index, state, stack }: SliceScrollbarProps) {
  const { t } = useTranslation('readingRoom');
  const strip = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const { loader } = reader.imaging;
  const count = stack.frames.length;
  const { loaded } = progressOf(loader, stack);
  useLoadedStrip(canvas, loader, stack);
  const goTo = (event: PointerEvent): void => {
    const box = strip.current?.getBoundingClientRect();
    if (!box) return;
    const part = (event.clientY - box.top) / box.height;
    void reader.view(index)?.scrollTo(Math.floor(part * count));
  };
  return (
    <div
      ref={strip}
      className={classes.strip}
      role="scrollbar"
      aria-orientation="vertical"
      aria-controls={`viewport-${index}`}
      aria-valuemin={1}
      aria-valuemax={count}
      aria-valuenow={state.targetIndex + 1}
      aria-label={t('scrollbar', { number: state.targetIndex + 1, count, loaded })}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        goTo(event);
      }}
      onPointerMove={(event) => event.buttons > 0 && goTo(event)}
      onDoubleClick={(event) => event.stopPropagation()}
    >
      <canvas ref={canvas} className={classes.loaded} />
      <div className={classes.thumb} style={{ top: `${((state.targetIndex + 0.5) / count) * 100}%` }} />
    </div>
  );
}

const colours = { loaded: '#6d757d', failed: '#ff8a80' } as const;

/** What has come is told so often, ms: each change of the page takes time from the pictures themselves. */
const redrawEveryMs = 250;

/** Draws one row per device pixel, a few times a second however many frames arrive. */
function useLoadedStrip(
  canvas: React.RefObject<HTMLCanvasElement | null>,
  loader: FrameLoader,
  stack: Stack,
): void {
  useEffect(() => {
    const draw = (): void => {
      scheduled = undefined;
      const element = canvas.current;
      const context = element?.getContext('2d');
      if (!element || !context) return;
      const count = stack.frames.length;
      element.width = 4;
      element.height = Math.max(1, Math.round(element.clientHeight * (window.devicePixelRatio || 1)));
      const rowsPerFrame = element.height / count;
      stack.frames.forEach(({ imageId }, frameIndex) => {
        const status = loader.status(imageId);
        if (status !== 'loaded' && status !== 'failed') return;
        context.fillStyle = colours[status];
        context.fillRect(0, Math.floor(frameIndex * rowsPerFrame), 4, Math.ceil(rowsPerFrame));
      });
    };
    let scheduled: ReturnType<typeof setTimeout> | undefined = setTimeout(draw);
    const schedule = (): void => {
      scheduled ??= setTimeout(draw, redrawEveryMs);
    };
    loader.addEventListener('status', schedule);
    window.addEventListener('resize', schedule);
    return () => {
      clearTimeout(scheduled);
      loader.removeEventListener('status', schedule);
      window.removeEventListener('resize', schedule);
    };
  }, [canvas, loader, stack]);
}
