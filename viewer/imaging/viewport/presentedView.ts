import type { Types } from '@cornerstonejs/core';
import type { Engine } from '../engine/index.ts';
import { worldToIndex } from '../geometry/framePlane.ts';
import type { Point3 } from '../geometry/vector.ts';
import { displayOn, type PresentationState } from '../reports/presentationState.ts';
import type { FrameRef } from '../series/frameRef.ts';
import { GreyView } from './greyView.ts';
import { showArea } from './showArea.ts';
import { displayPlane } from './sampleFrame.ts';
import { ViewportMapping } from './viewportMapping.ts';
import type { VoiWindow } from './viewState.ts';
import { windowOfRegion } from './windowOfRegion.ts';

/**
 * What of the camera stays when another image of the same anatomy comes: `all` of it (zoom relative to the fitted image), nothing
 * (`fit`), or magnification, rotation and flips, with a point of the patient staying where it is on the screen.
 */
export type KeptCamera = 'all' | 'fit' | { readonly anchor: Point3 };

/** What is to be the same after another image has come. */
export interface Appearance {
  voi: VoiWindow | undefined;
  voiLut: number | undefined;
  invert: boolean;
  camera:
    | {
        zoom: number;
        pan: [number, number];
        rotation: number;
        flipHorizontal: boolean;
        flipVertical: boolean;
      }
    | undefined;
  anchor: { point: Point3; at: [number, number]; pxPerMm: number } | undefined;
}

/**
 * How an image is looked at: its greys (GreyView), zoom, pan, flips, rotation, what a presentation state wants of them; and the
 * way between the viewport's CSS pixels and the patient. Which image it is decides who extends this.
 */
export abstract class PresentedView extends GreyView {
  protected readonly mapping: ViewportMapping;
  /** What of the presentation state was applied last to how the image lies. */
  #applied: string | undefined;

  /** Takes over `element`, which needs a size. */
  constructor(engine: Engine, element: HTMLDivElement, id: string) {
    super(engine, element, id);
    this.mapping = new ViewportMapping(this.viewport, engine.cpu);
  }

  /** Shows images that a presentation state is for as it wants them; undefined: as they are themselves. */
  present(state: PresentationState | undefined): void {
    if (this.grey.state === state) return;
    const { frame } = this.state;
    const concerned = frame && (this.grey.display(frame) || (state && displayOn(state, frame)));
    this.grey.state = state;
    if (concerned && this.loaded) this.resetView();
  }

  /** The window that spreads the values of a region; the two points are opposite corners in CSS pixels. False where there are none. */
  setWindowFromRegion(from: readonly [number, number], to: readonly [number, number]): boolean {
    const { frame } = this.state;
    if (!frame || !this.loaded) return false;
    const plane = displayPlane(frame);
    const at = (x: number, y: number) => worldToIndex(plane, this.mapping.toWorld(frame, x, y));
    const corners = [at(...from), at(to[0], from[1]), at(...to), at(from[0], to[1])];
    const window = windowOfRegion(this.loaded, corners);
    if (window) this.setWindow(window);
    return window !== undefined;
  }

  /**
   * `zoom` 1 fits the viewport; `pan` moves by CSS pixels from the centred position; `rotation` turns clockwise by
   * degrees from the way the image is stored.
   */
  setCamera({ zoom, pan, rotation }: { zoom?: number; pan?: [number, number]; rotation?: number }): void {
    if (zoom !== undefined) {
      if (!(zoom > 0)) throw new RangeError(`no zoom: ${zoom}`);
      this.viewport.setZoom((this.viewport.getZoom() * zoom) / this.state.zoom);
    }
    if (pan) this.viewport.setPan(pan);
    if (rotation !== undefined) this.#turnTo(rotation);
    this.viewport.render();
  }

  rotateBy(degrees: number): void {
    this.#turnTo(this.state.rotation + degrees);
    this.viewport.render();
  }

  flip(direction: 'horizontal' | 'vertical'): void {
    const { flipHorizontal = false, flipVertical = false } = this.viewport.getCamera();
    this.viewport.setCamera(
      direction === 'horizontal' ? { flipHorizontal: !flipHorizontal } : { flipVertical: !flipVertical },
    );
    this.viewport.render();
  }

  /** One pixel of the image on one pixel of the screen (of the device, not of CSS). */
  showOneToOne(): void {
    const { frame, pixelScale, zoom } = this.state;
    if (!frame || pixelScale === undefined) return;
    this.setCamera({ zoom: zoom / pixelScale });
    // Pixel on pixel, not between two: the centre of the first one comes to lie on the centre of one of the screen.
    const [x, y] = this.mapping.toCanvas(frame, displayPlane(frame).position);
    const off = (css: number): number =>
      (Math.round(css * devicePixelRatio - 0.5) + 0.5) / devicePixelRatio - css;
    const [panX, panY] = this.viewport.getPan();
    this.setCamera({ pan: [panX + off(x), panY + off(y)] });
  }

  /** Fitted, centred, neither flipped nor turned, with the window the images came with. */
  resetView(): void {
    if (!this.loaded) return;
    this.viewport.resetCamera();
    this.viewport.setCamera({ flipHorizontal: false, flipVertical: false });
    this.#turnTo(0);
    const { frame } = this.state;
    if (!frame) return;
    this.viewport.setProperties({ invert: this.grey.inverted(frame, this.loaded) });
    this.resetWindow();
    this.#lieAsAsked(frame);
  }

  /** Another frame of the stack is drawn: where the presentation state wants it otherwise than the one before, it is shown so. */
  protected afterNewFrame(): void {
    const { frame } = this.state;
    if (frame && this.#applied !== this.grey.display(frame)?.key) this.resetView();
    else this.settle();
  }

  /** Whether the whole image fills the viewport, neither zoomed nor moved. */
  get fitted(): boolean {
    if (!this.loaded) return false;
    const [x, y] = this.viewport.getPan();
    return Math.abs(this.state.zoom - 1) < 0.005 && Math.hypot(x, y) < 1;
  }

  /** Centred and as large as the viewport allows; flips and turns stay. */
  fit(): void {
    const { flipHorizontal = false, flipVertical = false } = this.viewport.getCamera();
    const { rotation } = this.state;
    this.viewport.resetCamera();
    this.viewport.setCamera({ flipHorizontal, flipVertical });
    this.#turnTo(rotation);
    this.viewport.render();
  }

  /** Patient mm under a point of the viewport (CSS pixels from its upper left corner). */
  canvasToWorld(x: number, y: number): Point3 | undefined {
    return this.state.frame && this.loaded && this.mapping.toWorld(this.state.frame, x, y);
  }

  worldToCanvas(point: Point3): [number, number] | undefined {
    return this.state.frame && this.loaded && this.mapping.toCanvas(this.state.frame, point);
  }

  /** Turned, flipped, and the part of it that the presentation state wants to be seen. */
  #lieAsAsked(frame: FrameRef): void {
    const display = this.grey.display(frame);
    this.#applied = display?.key;
    if (!display) return;
    this.#turnTo(display.rotation);
    if (display.flipped) this.flip('horizontal');
    this.readViewport();
    if (display.area) showArea(this, frame, display.area);
    this.viewport.render();
  }

  /** Moves by CSS pixels. */
  moveBy(x: number, y: number): void {
    const [panX, panY] = this.viewport.getPan();
    this.setCamera({ pan: [panX + x, panY + y] });
  }

  protected appearanceFor(keep: KeptCamera): Appearance {
    const { voi, voiLut, invert, pxPerMm } = this.state;
    const at = typeof keep === 'object' ? this.worldToCanvas(keep.anchor) : undefined;
    return {
      voi,
      voiLut: voiLut?.index,
      invert,
      camera: keep === 'fit' ? undefined : this.#camera,
      anchor:
        typeof keep === 'object' && at && pxPerMm !== undefined
          ? { point: keep.anchor, at, pxPerMm }
          : undefined,
    };
  }

  protected restore({ voi, voiLut, invert, camera, anchor }: Appearance): void {
    this.viewport.resetCamera();
    this.viewport.setProperties({ invert });
    if (voiLut !== undefined && this.voiChoices[voiLut]) this.chooseVoi(voiLut);
    else if (voi) this.setWindow(voi);
    if (camera) {
      const { flipHorizontal, flipVertical, rotation, zoom, pan } = camera;
      this.viewport.setCamera({ flipHorizontal, flipVertical });
      this.#turnTo(rotation);
      this.readViewport();
      this.setCamera({ zoom, pan });
    }
    if (!anchor) return;
    this.readViewport();
    const { zoom, pxPerMm = anchor.pxPerMm } = this.state;
    this.setCamera({ zoom: (zoom * anchor.pxPerMm) / pxPerMm });
    const [x, y] = this.worldToCanvas(anchor.point) ?? anchor.at;
    const [panX, panY] = this.viewport.getPan();
    this.setCamera({ pan: [panX + anchor.at[0] - x, panY + anchor.at[1] - y] });
  }

  get #camera(): Appearance['camera'] {
    const { flipHorizontal = false, flipVertical = false } = this.viewport.getCamera();
    const { zoom, rotation } = this.state;
    return { zoom, rotation, flipHorizontal, flipVertical, pan: this.viewport.getPan() as [number, number] };
  }

  #turnTo(degrees: number): void {
    this.viewport.setViewPresentation({ rotation: ((degrees % 360) + 360) % 360 } as Types.ViewPresentation);
  }
}
