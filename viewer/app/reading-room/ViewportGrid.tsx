import { useEffect, useRef } from 'react';
import type { Reader } from '../../imaging/index.ts';
import { useReaderState } from './useReader.ts';
import { ViewportPane } from './ViewportPane.tsx';
import classes from './ViewportGrid.module.css';

/** The viewports of the layout in reading order; one alone while it is maximised. */
export function ViewportGrid({ reader }: { reader: Reader }) {
  const grid = useRef<HTMLDivElement>(null);
  const { layout, selected, maximised } = useReaderState(reader);
  useEffect(() => {
    const element = grid.current;
    if (!element) return;
    const observer = new ResizeObserver(() => reader.resize());
    observer.observe(element);
    return () => observer.disconnect();
  }, [reader]);
  useEffect(() => reader.resize(), [reader, layout, maximised]);
  const { rows, columns } = maximised === undefined ? layout : { rows: 1, columns: 1 };
  return (
    <div
      ref={grid}
      className={classes.grid}
      style={{ gridTemplate: `repeat(${rows}, minmax(0, 1fr)) / repeat(${columns}, minmax(0, 1fr))` }}
    >
      {Array.from({ length: layout.rows * layout.columns }, (_, index) => (
        <div key={index} className={classes.cell} hidden={maximised !== undefined && maximised !== index}>
          <ViewportPane reader={reader} index={index} selected={index === selected} />
        </div>
      ))}
    </div>
  );
}
