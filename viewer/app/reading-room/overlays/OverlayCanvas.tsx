import { useEffect, useRef } from 'react';
import type { Reader } from '../../../imaging/index.ts';
import classes from './overlays.module.css';

/** Where the overlays of a viewport are drawn, over its image and below all that is written and measured. */
export function OverlayCanvas({ reader, index }: { reader: Reader; index: number }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(
    () => (canvas.current ? reader.overlays.attach(index, canvas.current) : undefined),
    [reader, index],
  );
  return <canvas ref={canvas} className={classes.canvas} data-overlays={index} />;
}
