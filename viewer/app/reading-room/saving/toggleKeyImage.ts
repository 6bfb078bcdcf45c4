import { keyImageOf, type Reader } from '../../../imaging/index.ts';

/** Marks the shown frame of the selected viewport, or takes the mark away. */
export function toggleKeyImage(reader: Reader): void {
  const frame = keyImageOf(reader.viewState(reader.state.selected).frame);
  if (frame) reader.reports.keyImages.set(frame, !reader.reports.keyImages.isOwn(frame));
}
