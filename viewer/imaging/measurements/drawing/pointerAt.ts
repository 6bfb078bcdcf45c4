import type { PlanePoint } from '../planeFigures.ts';

/** One event of a pointer, in CSS pixels of the viewport. */
export interface PointerAt {
  at: PlanePoint;
  touch: boolean;
}

/** Half of 12 px for a mouse and of 40 px for a finger. */
export const hitRadius = { mouse: 6, touch: 20 };
/** A press that moves less is a click. */
export const clickSlack = { mouse: 3, touch: 8 };
