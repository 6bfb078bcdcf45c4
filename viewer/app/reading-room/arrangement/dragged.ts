import type { DragEvent } from 'react';
import type { Reader } from '../../../imaging/index.ts';

/** What can be dragged into a viewport: a series, or what another viewport shows. */
export type Dragged = { series: string } | { viewport: number };

/** Only the room's own things are taken, never files or texts. */
const type = 'application/x-yunying';

export function startDrag(event: DragEvent, dragged: Dragged): void {
  event.dataTransfer.setData(type, JSON.stringify(dragged));
  event.dataTransfer.effectAllowed = 'move';
}

export const isDragged = (event: DragEvent): boolean => event.dataTransfer.types.includes(type);

/** Shows what was dropped in viewport `index`; two viewports exchange what they show. */
export async function drop(event: DragEvent, reader: Reader, index: number): Promise<void> {
  const data = event.dataTransfer.getData(type);
  if (data === '') return;
  const dragged = JSON.parse(data) as Dragged;
  reader.select(index);
  if ('series' in dragged) return reader.show(index, dragged.series);
  await reader.exchange(dragged.viewport, index);
}
