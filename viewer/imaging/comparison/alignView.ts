import { cross, dot, type Point3 } from '../geometry/vector.ts';
import type { StackView } from '../viewport/index.ts';

/** A scale that two views are to share: on the screen, or where millimetres are unknown, relative to the fitted image. */
export type Scale = { readonly pxPerMm: number } | { readonly zoom: number };

/** Less is not seen, CSS pixels. */
const unseenPx = 0.05;

/** Gives a view a scale, and brings a point (patient mm, on its plane) into the middle, if one is given. */
export function showPoint(view: StackView, point: Point3 | undefined, scale: Scale): void {
  setScale(view, scale);
  const at = point && view.worldToCanvas(point);
  if (!at) return;
  const { clientWidth, clientHeight } = view.element;
  moveBy(view, clientWidth / 2 - at[0], clientHeight / 2 - at[1]);
}

/** The same scale, and moved as far from the centred position as the other view; for images without a place. */
export function showLike(view: StackView, leading: StackView, scale: Scale): void {
  setScale(view, scale);
  const [wanted, own] = [cameraOf(leading)?.pan, cameraOf(view)?.pan];
  if (wanted && own) moveBy(view, wanted[0] - own[0], wanted[1] - own[1]);
}

/**
 * Turns and flips a picture so that these directions of the patient point to the right and up the screen, as near as quarter
 * turns come to it; exactly with `exactly`.
 */
export function lieAs(view: StackView, { right, up }: { right: Point3; up: Point3 }, exactly: boolean): void {
  const own = view.state.screen;
  if (!own) return;
  if (dot(cross(right, up), cross(own.right, own.up)) < 0) view.flip('horizontal');
  const angle = screenAngle(view, right);
  const degrees = exactly ? angle : 90 * Math.round(angle / 90);
  if (Math.abs(degrees) < 0.05) return;
  view.rotateBy(degrees);
  // Flipped pictures turn the other way.
  const left = Math.abs(screenAngle(view, right));
  if (left > 45 || (exactly && left > 0.5)) view.rotateBy(-2 * degrees);
}

/** Turned and flipped as the other view, from the way the image is stored. */
export function lieLike(view: StackView, leading: StackView): void {
  const [wanted, own] = [cameraOf(leading), cameraOf(view)];
  if (!wanted || !own) return;
  if (wanted.flipHorizontal !== own.flipHorizontal) view.flip('horizontal');
  if (wanted.flipVertical !== own.flipVertical) view.flip('vertical');
  if (Math.abs(wanted.rotation - view.state.rotation) > 0.05) view.setCamera({ rotation: wanted.rotation });
}

/** By how many degrees a picture has to be turned clockwise for a direction to point to the right. */
function screenAngle(view: StackView, direction: Point3): number {
  const { screen } = view.state;
  if (!screen) return 0;
  return (Math.atan2(dot(direction, screen.up), dot(direction, screen.right)) * 180) / Math.PI;
}

function setScale(view: StackView, scale: Scale): void {
  const { zoom, pxPerMm } = view.state;
  const factor =
    'zoom' in scale ? scale.zoom / zoom : pxPerMm === undefined ? undefined : scale.pxPerMm / pxPerMm;
  if (factor !== undefined && Math.abs(factor - 1) > 1e-5) view.setCamera({ zoom: zoom * factor });
}

function moveBy(view: StackView, x: number, y: number): void {
  if (Math.hypot(x, y) > unseenPx) view.moveBy(x, y);
}

const cameraOf = (view: StackView) => view.memento?.appearance.camera;
