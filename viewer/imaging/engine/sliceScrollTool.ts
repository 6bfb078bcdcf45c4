import { BaseTool, type Types } from '@cornerstonejs/tools';

/** Dispatched on the viewport's element: move by `detail` slices (whole number, either sign). */
export const sliceScrollEvent = 'yunying:slice-scroll';

/** Pixels of drag for one slice, at least. */
const minPixelsPerSlice = 3;

/**
 * Dragging up and down pages through the slices. It only says by how many: the view decides what to show, so
 * that a slice that is still loading is never passed off as shown.
 */
export class SliceScrollTool extends BaseTool {
  static override toolName = 'SliceScroll';
  #rest = 0;

  constructor(
    toolProps = {},
    defaultToolProps = { supportedInteractionTypes: ['Mouse', 'Touch'], configuration: {} },
  ) {
    super(toolProps, defaultToolProps);
  }

  mouseDragCallback(event: Types.EventTypes.MouseDragEventType): void {
    this.#drag(event.detail.element, event.detail.deltaPoints.canvas[1]);
  }

  touchDragCallback(event: Types.EventTypes.TouchDragEventType): void {
    this.#drag(event.detail.element, event.detail.deltaPoints.canvas[1]);
  }

  #drag(element: HTMLDivElement, deltaPx: number): void {
    const slices = Number(element.dataset.sliceCount ?? '1');
    const pixelsPerSlice = Math.max(minPixelsPerSlice, element.clientHeight / Math.max(slices, 8));
    this.#rest += deltaPx;
    const steps = Math.trunc(this.#rest / pixelsPerSlice);
    if (steps === 0) return;
    this.#rest -= steps * pixelsPerSlice;
    element.dispatchEvent(new CustomEvent(sliceScrollEvent, { detail: steps }));
  }
}
