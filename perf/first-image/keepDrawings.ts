/**
 * A WebGL canvas can be read only in the task that drew it, before it is composited; therefore every WebGL context is
 * made with `preserveDrawingBuffer`, in all pages alike. Canvases fed by an OffscreenCanvas can be read as they are.
 *
 * Runs in the measured page before its own scripts: sent there as source text, it uses nothing from outside itself.
 */
export function keepDrawings(): void {
  const prototype = HTMLCanvasElement.prototype;
  const getContext = prototype.getContext as (
    this: HTMLCanvasElement,
    type: string,
    attributes?: object,
  ) => unknown;
  prototype.getContext = function (this: HTMLCanvasElement, type: string, attributes?: object) {
    const webgl = /^(experimental-)?webgl2?$/.test(type);
    return getContext.call(this, type, webgl ? { ...attributes, preserveDrawingBuffer: true } : attributes);
  } as typeof prototype.getContext;
}
