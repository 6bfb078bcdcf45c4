import { useState, type DragEvent } from 'react';
import type { Reader } from '../../../imaging/index.ts';
import { drop, isDragged } from './dragged.ts';

/** Lets a viewport take what is dragged there; `over` while something is above it. */
export function useDropTarget(reader: Reader, index: number) {
  const [over, setOver] = useState(false);
  return {
    over,
    handlers: {
      onDragOver: (event: DragEvent) => {
        if (!isDragged(event)) return;
        event.preventDefault();
        event.dataTransfer.dropEffect = 'move';
        setOver(true);
      },
      onDragLeave: (event: DragEvent<HTMLElement>) => {
        if (!(event.relatedTarget instanceof Node && event.currentTarget.contains(event.relatedTarget)))
          setOver(false);
      },
      onDrop: (event: DragEvent) => {
        event.preventDefault();
        setOver(false);
        // The viewport says itself why a series cannot be shown.
        drop(event, reader, index).catch(() => undefined);
      },
    },
  };
}
