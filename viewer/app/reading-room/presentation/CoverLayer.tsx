import { useLayoutEffect, useRef } from 'react';
import { drawCover, imageToScreen, type Reader, type ViewState } from '../../../imaging/index.ts';
import classes from './CoverLayer.module.css';
import { useCover } from './useCover.ts';

export interface CoverLayerProps {
  reader: Reader;
  index: number;
  state: ViewState;
}

/** Padding, shutter and overlays over the picture, where its pixels are. */
export function CoverLayer({ reader, index, state }: CoverLayerProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const found = useCover(reader, index, state);
  const { frame } = state;
  const cover = found?.cover;
  const needed = cover && (cover.padded || cover.shutter || cover.shutterBitmap || cover.overlays.length > 0);
  useLayoutEffect(() => {
    const view = reader.view(index);
    if (!canvas.current || !cover || !frame || !view) return;
    const mapping = imageToScreen(frame, (point) => view.worldToCanvas(point));
    if (mapping) drawCover(canvas.current, frame.image, mapping, cover);
  });
  return needed ? (
    <canvas ref={canvas} className={classes.cover} data-testid={`cover-${index}`} aria-hidden />
  ) : null;
}
