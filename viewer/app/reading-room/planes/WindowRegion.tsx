import { useMemo, useRef, useState } from 'react';
import type { Reader } from '../../../imaging/index.ts';
import { useReaderState } from '../useReader.ts';
import { usePaneDrag, type PaneDrag } from '../usePaneDrag.ts';
import classes from './planes.module.css';

type Corner = readonly [number, number];

/** Drags smaller than this are slips, CSS pixels. */
const leastDrag = 4;

function boxDrag(
  draw: (box: [Corner, Corner] | undefined) => void,
  drawn: (from: Corner, to: Corner) => void,
): PaneDrag {
  let from: Corner = [0, 0];
  return {
    start: (at) => {
      from = at;
    },
    move: (at) => draw([from, at]),
    end: (at) => {
      draw(undefined);
      if (Math.abs(at[0] - from[0]) >= leastDrag && Math.abs(at[1] - from[1]) >= leastDrag) drawn(from, at);
    },
    cancel: () => draw(undefined),
  };
}

/** Draws a box; its values become the window. */
export function WindowRegion({ reader, index }: { reader: Reader; index: number }) {
  const overlay = useRef<SVGSVGElement>(null);
  const active = useReaderState(reader).tool === 'window-region';
  const [box, setBox] = useState<[Corner, Corner]>();
  const drag = useMemo(
    () => boxDrag(setBox, (from, to) => reader.view(index)?.setWindowFromRegion(from, to)),
    [reader, index],
  );
  usePaneDrag(overlay, active, drag);
  return (
    <svg ref={overlay} className={classes.overlay} aria-hidden>
      {box && (
        <rect
          className={classes.region}
          x={Math.min(box[0][0], box[1][0])}
          y={Math.min(box[0][1], box[1][1])}
          width={Math.abs(box[1][0] - box[0][0])}
          height={Math.abs(box[1][1] - box[0][1])}
        />
      )}
    </svg>
  );
}
