/** What of the viewports of a comparison goes together, each by itself. */
export interface Links {
  /** Slices, by their place in the body. */
  readonly scroll: boolean;
  /** Window and inversion. */
  readonly window: boolean;
  /** Millimetres on the screen, and what is in the middle. */
  readonly zoom: boolean;
  /** Plane (axial, coronal, …), slab mode and thickness. */
  readonly slab: boolean;
  readonly crosshair: boolean;
  /** Slices while a viewport plays. */
  readonly cine: boolean;
  /** Rotation and flips. */
  readonly turn: boolean;
}

export const allLinked: Links = {
  scroll: true,
  window: true,
  zoom: true,
  slab: true,
  crosshair: true,
  cine: true,
  turn: true,
};

export const noneLinked: Links = {
  scroll: false,
  window: false,
  zoom: false,
  slab: false,
  crosshair: false,
  cine: false,
  turn: false,
};

export const linkNames = Object.keys(allLinked) as (keyof Links)[];
