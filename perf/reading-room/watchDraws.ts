/** ms since performance.timeOrigin. */
export interface Draws {
  /** a picture was drawn into a large canvas on the page; several in one frame count once */
  drawnMs: number[];
  /** animation frames of the page */
  framesMs: number[];
}

/**
 * Notes when pictures are drawn. Viewers on Cornerstone render out of sight and copy the result into the 2D canvas of the viewport:
 * that call is what counts, and noting it costs nothing. Runs in the measured page before its own scripts: sent there
 * as source text, it uses nothing from outside itself. `window.__draws()` gives what was noted since the last call.
 */
export function watchDraws(canvasSide: number): void {
  if (window.top !== window) return;
  let draws: Draws = { drawnMs: [], framesMs: [] };
  const prototype = CanvasRenderingContext2D.prototype;
  const drawImage = prototype.drawImage as (this: CanvasRenderingContext2D, ...args: unknown[]) => void;
  let lastFrame = 0;
  prototype.drawImage = function (this: CanvasRenderingContext2D, ...args: unknown[]) {
    drawImage.apply(this, args);
    const { canvas } = this;
    if (!canvas.isConnected || canvas.clientWidth < canvasSide || canvas.clientHeight < canvasSide) return;
    const last = draws.drawnMs.at(-1) ?? -1;
    if (last < lastFrame) draws.drawnMs.push(performance.now());
  } as typeof prototype.drawImage;
  const frame = (): void => {
    lastFrame = performance.now();
    draws.framesMs.push(lastFrame);
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
  Object.assign(window, {
    __draws: (): Draws => {
      const noted = draws;
      draws = { drawnMs: [], framesMs: [] };
      return noted;
    },
  });
}
