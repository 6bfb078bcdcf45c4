import { cache, Enums, volumeLoader, type Types } from '@cornerstonejs/core';
import vtkPlane from '@kitware/vtk.js/Common/DataModel/Plane.js';
import type vtkVolumeMapper from '@kitware/vtk.js/Rendering/Core/VolumeMapper.js';
import vtkPiecewiseFunction from '@kitware/vtk.js/Common/DataModel/PiecewiseFunction.js';
import vtkColorTransferFunction from '@kitware/vtk.js/Rendering/Core/ColorTransferFunction.js';
import type { Engine } from '../engine/index.ts';
import { addScaled, type Point3 } from '../geometry/vector.ts';
import type { Pose } from './pose.ts';
import type { TransferFunction } from './presets.ts';
import { skipTransparent } from './skipTransparent.ts';
import type { ReducedVoxels } from './reduceVolume.ts';

const { Events, ViewportType } = Enums;

/** Patient mm, least and greatest on each axis. */
export type ClipBox = readonly [Point3, Point3];

/** How finely it is drawn: `pixels` of the screen for each ray (1: all), `step` in voxels along it. */
export interface Quality {
  readonly pixels: number;
  readonly step: number;
}

/** How far the eye stands off, mm: beyond any volume, the projection is parallel. */
const standOffMm = 3000;

/**
 * Cornerstone's 3-D viewport with one volume in it. The camera is ours: the viewport's own way of setting it would turn our
 * clipping planes into those of a slab. Dispatches `rendered`.
 */
export class VolumeScene extends EventTarget {
  readonly #engine: Engine;
  readonly #element: HTMLDivElement;
  readonly #id: string;
  readonly #spacing: Point3;
  readonly #opacity = vtkPiecewiseFunction.newInstance();
  readonly #colour = vtkColorTransferFunction.newInstance();
  #pose: Pose | undefined;
  #box: ClipBox | undefined;
  #quality: Quality = { pixels: 1, step: 0.7 };
  #step = 0;

  private constructor(engine: Engine, element: HTMLDivElement, id: string, spacing: Point3) {
    super();
    this.#engine = engine;
    this.#element = element;
    this.#id = id;
    this.#spacing = spacing;
    element.addEventListener(Events.CAMERA_MODIFIED, this.#onCameraModified);
    element.addEventListener(Events.IMAGE_RENDERED, this.#onRendered);
  }

  /** Takes over `element`, which needs a size. The voxels are not copied. */
  static async create(
    engine: Engine,
    element: HTMLDivElement,
    id: string,
    { grid, values }: ReducedVoxels,
  ): Promise<VolumeScene> {
    const { dimensions, spacing, origin, axes } = grid;
    engine.rendering.enableElement({
      viewportId: id,
      type: ViewportType.VOLUME_3D,
      element,
      defaultOptions: { background: [0, 0, 0] },
    });
    const scene = new VolumeScene(engine, element, id, spacing);
    volumeLoader.createLocalVolume(scene.#volumeId, {
      metadata: {} as Types.Metadata,
      dimensions: [...dimensions],
      spacing: [...spacing],
      origin: [...origin],
      direction: axes.flat() as Types.Mat3,
      scalarData: values,
    });
    try {
      await scene.#viewport?.setVolumes([{ volumeId: scene.#volumeId }], false, true);
      scene.#furnish();
    } catch (error) {
      scene.destroy();
      throw error;
    }
    return scene;
  }

  setPose(pose: Pose): void {
    this.#pose = pose;
    this.render();
  }

  /** Shows what lies in the box only; undefined: everything. */
  setClip(box: ClipBox | undefined): void {
    this.#box = box;
    this.render();
  }

  /** From the next picture on. */
  setQuality(quality: Quality): void {
    this.#quality = quality;
  }

  /** The values of the voxels have changed: they are sent to the graphics processor again. */
  voxelsChanged(): void {
    cache.getVolume(this.#volumeId)?.modified();
    this.render();
  }

  setTransferFunction({ opacity, colour, shaded }: TransferFunction): void {
    const property = this.#actor?.getProperty();
    if (!property) return;
    this.#opacity.removeAllPoints();
    for (const [value, perMm] of opacity) this.#opacity.addPoint(value, perMm);
    this.#colour.removeAllPoints();
    for (const [value, red, green, blue] of colour) this.#colour.addRGBPoint(value, red, green, blue);
    property.setShade(shaded);
    this.render();
  }

  render(): void {
    const { clientWidth, clientHeight } = this.#element;
    const viewport = this.#viewport;
    if (!viewport || !this.#pose || clientWidth === 0 || clientHeight === 0) return;
    // A smaller picture that the browser stretches: the one way to have fewer rays.
    const scale = devicePixelRatio / this.#quality.pixels;
    viewport.sWidth = Math.max(2, Math.round(clientWidth * scale));
    viewport.sHeight = Math.max(2, Math.round(clientHeight * scale));
    this.#place();
    viewport.render();
  }

  destroy(): void {
    this.#element.removeEventListener(Events.CAMERA_MODIFIED, this.#onCameraModified);
    this.#element.removeEventListener(Events.IMAGE_RENDERED, this.#onRendered);
    const volume = cache.getVolume(this.#volumeId);
    // The engine may have been restarted without us.
    if (this.#viewport) {
      const { rendering } = this.#engine;
      // Without the window it was made in, the texture would not be deleted.
      const window = rendering.getOffscreenMultiRenderWindow(this.#id).getOpenGLRenderWindow();
      // The engine's types know of no argument.
      const texture: { releaseGraphicsResources(window: unknown): void } | undefined =
        volume?.vtkOpenGLTexture;
      texture?.releaseGraphicsResources(window);
      rendering.disableElement(this.#id);
    }
    if (volume) {
      const { imageIds, vtkOpenGLTexture } = volume;
      vtkOpenGLTexture.delete();
      cache.removeVolumeLoadObject(this.#volumeId);
      for (const imageId of imageIds) {
        if (cache.getImageLoadObject(imageId)) cache.removeImageLoadObject(imageId, { force: true });
      }
    }
    this.#opacity.delete();
    this.#colour.delete();
  }

  /** `derived`: the engine need not look for a window in its images. */
  get #volumeId(): string {
    return `derived:${this.#id}`;
  }

  get #viewport(): Types.IVolumeViewport | undefined {
    return this.#engine.rendering.getViewport(this.#id) as Types.IVolumeViewport | undefined;
  }

  get #actor(): Types.VolumeActor | undefined {
    return this.#viewport?.getDefaultActor()?.actor as Types.VolumeActor | undefined;
  }

  #furnish(): void {
    const property = this.#actor?.getProperty();
    if (!property) throw new Error('the image engine did not take the volume');
    skipTransparent(this.#actor?.getMapper() as vtkVolumeMapper);
    // A local volume's texture stays empty until it is told that there are voxels.
    cache.getVolume(this.#volumeId)?.modified();
    property.setRGBTransferFunction(0, this.#colour);
    property.setScalarOpacity(0, this.#opacity);
    property.setScalarOpacityUnitDistance(0, 1);
    property.setInterpolationTypeToLinear();
    property.setAmbient(0.25);
    property.setDiffuse(0.75);
    property.setSpecular(0.2);
    property.setSpecularPower(12);
  }

  /** Brings camera, clipping planes and sampling to what they should be. */
  #place(): void {
    const pose = this.#pose;
    const viewport = this.#viewport;
    const mapper = this.#actor?.getMapper() as vtkVolumeMapper | undefined;
    if (!pose || !viewport || !mapper) return;
    const camera = viewport.getRenderer().getActiveCamera();
    camera.setParallelProjection(true);
    camera.setFocalPoint(...pose.focalPoint);
    camera.setPosition(...addScaled(pose.focalPoint, pose.towards, standOffMm));
    camera.setViewUp(...pose.up);
    camera.setParallelScale(this.#element.clientHeight / 2 / pose.pxPerMm);
    const planes = this.#box ? planesOf(this.#box) : [];
    if (planes.length > 0 || mapper.getClippingPlanes().length > 0) {
      mapper.removeAllClippingPlanes();
      for (const plane of planes) mapper.addClippingPlane(plane);
    }
    const step = Math.min(...this.#spacing) * this.#quality.step;
    if (step !== this.#step) {
      this.#step = step;
      mapper.setSampleDistance(step);
      // The engine keeps opacities corrected for another step unless the function has changed.
      this.#opacity.modified();
    }
    const renderer = viewport.getRenderer();
    // The lamp is on the forehead; left to itself it stays where it was first, and the sides lie in the dark.
    renderer.updateLightsGeometryToFollowCamera();
    renderer.resetCameraClippingRange();
  }

  /** The engine set the camera, after a change of size: not as we want it. */
  readonly #onCameraModified = (): void => this.render();

  readonly #onRendered = (): void => void this.dispatchEvent(new Event('rendered'));
}

function planesOf([least, greatest]: ClipBox): vtkPlane[] {
  return ([0, 1, 2] as const).flatMap((axis) => {
    const normal: [number, number, number] = [0, 0, 0];
    normal[axis] = 1;
    const opposite = normal.map((part) => -part) as [number, number, number];
    return [
      vtkPlane.newInstance({ origin: [...least], normal }),
      vtkPlane.newInstance({ origin: [...greatest], normal: opposite }),
    ];
  });
}
