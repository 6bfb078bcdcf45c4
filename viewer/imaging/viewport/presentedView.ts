import { Enums, type Types } from '@cornerstonejs/core';
import { toEngineRange, type Engine } from '../engine/index.ts';
import type { LoadedFrame } from '../frames/loadedFrame.ts';
import { worldToIndex } from '../geometry/framePlane.ts';
import type { Point3 } from '../geometry/vector.ts';
import { initialWindow } from '../series/initialWindow.ts';
import { displayPlane } from './sampleFrame.ts';
import { ViewportMapping } from './viewportMapping.ts';
import type { ViewState, VoiWindow } from './viewState.ts';
import { windowOfRegion } from './windowOfRegion.ts';

const { InterpolationType } = Enums;

/**
 * What of the camera stays when another image of the same anatomy comes: `all` of it (zoom relative to the fitted image), nothing
 * (`fit`), or magnification, rotation and flips, with a point of the patient staying where it is on the screen.
 */
export type KeptCamera = 'all' | 'fit' | { readonly anchor: Point3 };

/** What is to be the same after another image has come. */
export interface Appearance {
  voi: VoiWindow | undefined;
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
 * How an image is looked at: window, inversion, zoom, pan, flips, rotation, interpolation; and the way between the
 * viewport's CSS pixels and the patient. Which image it is decides who extends this.
 */
export abstract class PresentedView extends EventTarget {
  readonly element: HTMLDivElement;
  protected readonly id: string;
  protected readonly engine: Engine;
  protected readonly mapping: ViewportMapping;

  /** Takes over `element`, which needs a size. */
  constructor(engine: Engine, element: HTMLDivElement, id: string) {
    super();
    this.element = element;
    this.engine = engine;
    this.id = id;
    engine.rendering.enableElement({ viewportId: id, type: Enums.ViewportType.STACK, element });
    engine.tools.addViewport(id, engine.rendering.id);
    this.mapping = new ViewportMapping(this.viewport, engine.cpu);
  }

  abstract get state(): ViewState;

  /** The pixels on the screen; undefined while there are none. */
  abstract get loaded(): LoadedFrame | undefined;

  /** Reads window and camera into the state. */
  protected abstract readViewport(): void;

  /** @throws RangeError for a width that is not positive, or below 1 with the linear function (PS3.3 C.11.2.1.2.1) */
  setWindow({ center, width }: VoiWindow): void {
    const voiFunction = this.voiFunction;
    const least = voiFunction === 'linear' ? 1 : Number.MIN_VALUE;
    if (!(width >= least) || !Number.isFinite(center))
      throw new RangeError(`no window: centre ${center}, width ${width}`);
    this.viewport.setProperties({ voiRange: toEngineRange({ center, width }, voiFunction) });
    this.viewport.render();
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

  /** The window the image came with. */
  resetWindow(): void {
    const { frame } = this.state;
    if (!frame || !this.loaded) return;
    const { center, width } = initialWindow(frame, this.loaded);
    this.setWindow({ center, width: this.voiFunction === 'linear' ? Math.max(1, width) : width });
  }

  setInvert(invert: boolean): void {
    this.viewport.setProperties({ invert });
    this.viewport.render();
    this.readViewport();
  }

  /** Between pixels: smooth (linear), or each pixel as a square of its own. */
  setSmooth(smooth: boolean): void {
    this.viewport.setProperties({
      interpolationType: smooth ? InterpolationType.LINEAR : InterpolationType.NEAREST,
    });
    this.viewport.render();
    this.readViewport();
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
    this.viewport.setProperties({ invert: this.loaded.photometricInterpretation === 'MONOCHROME1' });
    this.resetWindow();
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

  protected get viewport(): Types.IStackViewport {
    return this.engine.rendering.getViewport(this.id) as Types.IStackViewport;
  }

  protected get voiFunction() {
    const { frame } = this.state;
    return frame && this.loaded ? initialWindow(frame, this.loaded).function : 'linear';
  }

  protected appearanceFor(keep: KeptCamera): Appearance {
    const { voi, invert, pxPerMm } = this.state;
    const at = typeof keep === 'object' ? this.worldToCanvas(keep.anchor) : undefined;
    return {
      voi,
      invert,
      camera: keep === 'fit' ? undefined : this.#camera,
      anchor:
        typeof keep === 'object' && at && pxPerMm !== undefined
          ? { point: keep.anchor, at, pxPerMm }
          : undefined,
    };
  }

  protected restore({ voi, invert, camera, anchor }: Appearance): void {
    this.viewport.resetCamera();
    this.viewport.setProperties({ invert });
    if (voi) this.setWindow(voi);
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
