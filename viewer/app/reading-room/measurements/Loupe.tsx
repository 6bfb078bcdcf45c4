import { useLayoutEffect, useRef } from 'react';
import type { PlanePoint, StackView } from '../../../imaging/index.ts';
import { palettes } from '../../../ui/index.ts';
import classes from './MeasurementOverlay.module.css';

const sizePx = 112;
const magnification = 2;
/** From the finger to the middle of the loupe: a thumb covers some 60 px. */
const offsetPx = 104;

/** What lies under a finger that draws, magnified beside it. */
export function Loupe({ view, at: [x, y] }: { view: StackView; at: PlanePoint }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useLayoutEffect(() => {
    const source = view.element.querySelector('canvas');
    const context = canvas.current?.getContext('2d');
    if (!source || !context) return;
    const scale = source.width / source.clientWidth;
    const side = (sizePx / magnification) * scale;
    context.fillStyle = palettes.dark.imageGround;
    context.fillRect(0, 0, sizePx, sizePx);
    context.drawImage(source, x * scale - side / 2, y * scale - side / 2, side, side, 0, 0, sizePx, sizePx);
    context.strokeStyle = palettes.dark.accent;
    context.beginPath();
    for (const [dx, dy] of [
      [1, 0],
      [0, 1],
    ] as const) {
      context.moveTo(sizePx / 2 - 12 * dx, sizePx / 2 - 12 * dy);
      context.lineTo(sizePx / 2 + 12 * dx, sizePx / 2 + 12 * dy);
    }
    context.stroke();
  }, [view, x, y]);
  const above = y - offsetPx - sizePx / 2 >= 0;
  const side = x < view.element.clientWidth / 2 ? 1 : -1;
  return (
    <canvas
      ref={canvas}
      className={classes.loupe}
      data-testid="loupe"
      width={sizePx}
      height={sizePx}
      style={{
        left: (above ? x : x + side * offsetPx) - sizePx / 2,
        top: (above ? y - offsetPx : Math.max(sizePx / 2, y)) - sizePx / 2,
      }}
    />
  );
}
