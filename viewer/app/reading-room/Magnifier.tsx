import { useEffect, useRef } from 'react';
import { useTranslation } from '../../i18n/index.ts';
import {
  displayPlane,
  drawLens,
  worldToIndex,
  type LensMapping,
  type LoadedFrame,
  type Reader,
  type StackView,
} from '../../imaging/index.ts';
import { usePreferences } from '../settings/index.ts';
import classes from './Magnifier.module.css';
import { useReaderState } from './useReader.ts';

/** CSS pixels. */
const radius = 110;
/** A finger would hide what it points at: the lens stands above it. */
const aboveFinger = radius + 40;

/** A round lens that follows the pointer while the magnifier is the tool; it lets every press and turn of the wheel through. */
export function Magnifier({ reader, index }: { reader: Reader; index: number }) {
  const { tool } = useReaderState(reader);
  return tool === 'magnify' ? <Lens reader={reader} index={index} /> : null;
}

function Lens({ reader, index }: { reader: Reader; index: number }) {
  const { t } = useTranslation('roomTools');
  const { factor, sharp } = usePreferences().magnifier;
  const lens = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const pane = lens.current?.closest<HTMLElement>('[data-viewport]');
    if (!pane) return;
    let at: { x: number; y: number; touch: boolean } | undefined;
    let scheduled = 0;
    const draw = (): void => {
      scheduled = 0;
      const view = reader.view(index);
      const drawn = at && view && canvas.current && drawAt(canvas.current, view, at, { factor, sharp });
      if (!lens.current) return;
      lens.current.hidden = !drawn;
      if (!at) return;
      lens.current.style.left = `${at.x}px`;
      lens.current.style.top = `${at.touch ? at.y - aboveFinger : at.y}px`;
    };
    const schedule = (): void => {
      if (scheduled === 0) scheduled = requestAnimationFrame(draw);
    };
    const onMove = (event: PointerEvent): void => {
      const box = pane.getBoundingClientRect();
      const touch = event.pointerType === 'touch';
      at = { x: event.clientX - box.left, y: event.clientY - box.top, touch };
      schedule();
    };
    const onLeave = (): void => {
      at = undefined;
      schedule();
    };
    // The view is another one after the layout changed or the graphics memory was lost; the reader tells of that.
    let followed: { view: StackView; stop: () => void } | undefined;
    const follow = (): void => {
      const view = reader.view(index);
      if (view === followed?.view) return;
      followed?.stop();
      followed = view && { view, stop: listen(view, 'change', schedule) };
      schedule();
    };
    const stops = [
      listen(pane, 'pointermove', onMove),
      listen(pane, 'pointerdown', onMove),
      listen(pane, 'pointerleave', onLeave),
      listen(pane, 'pointercancel', onLeave),
      listen(reader, 'change', follow),
    ];
    follow();
    return () => {
      followed?.stop();
      cancelAnimationFrame(scheduled);
      stops.forEach((stop) => stop());
    };
  }, [reader, index, factor, sharp]);
  return (
    <div
      ref={lens}
      hidden
      className={classes.lens}
      data-testid="magnifier"
      style={{ width: 2 * radius, height: 2 * radius }}
    >
      <canvas ref={canvas} />
      <span>{t('magnifier', { factor })}</span>
    </div>
  );
}

function listen<E extends Event>(
  target: EventTarget,
  type: string,
  listener: (event: E) => void,
): () => void {
  target.addEventListener(type, listener as EventListener);
  return () => target.removeEventListener(type, listener as EventListener);
}

/** False where there is nothing under the pointer. */
function drawAt(
  canvas: HTMLCanvasElement,
  view: StackView,
  { x, y }: { x: number; y: number },
  { factor, sharp }: { factor: number; sharp: boolean },
): boolean {
  const { frame, voi, invert, error } = view.state;
  if (!frame || !view.loaded || !voi || error) return false;
  const at = (px: number, py: number) => {
    const point = view.canvasToWorld(px, py);
    return point && worldToIndex(displayPlane(frame), point);
  };
  const [middle, right, below] = [at(x, y), at(x + 100, y), at(x, y + 100)];
  if (!middle || !right || !below) return false;
  const { column, row } = middle;
  if (column < -0.5 || row < -0.5 || column > view.loaded.columns - 0.5 || row > view.loaded.rows - 0.5)
    return false;
  const per = 100 * factor;
  const mapping: LensMapping = {
    column: [(right.column - column) / per, (below.column - column) / per, column],
    row: [(right.row - row) / per, (below.row - row) / per, row],
  };
  const painted = (part: LoadedFrame): LoadedFrame => view.painted(part);
  drawLens(canvas, view.loaded, { mapping, radius, sharp, voi, invert, painted });
  return true;
}
