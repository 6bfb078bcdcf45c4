import { number, numbers, string } from '../../dicomweb/index.ts';
import { planeNormal } from '../geometry/framePlane.ts';
import { addScaled } from '../geometry/vector.ts';
import type { FrameRef } from '../series/frameRef.ts';
import type { Stack } from '../series/stack.ts';

/**
 * The frames of an RT Dose (PS3.3 C.8.8.3) as slices of a volume, in dose units: each at its place of the Grid Frame Offset
 * Vector (3004,000C) along the normal, its values multiplied by Dose Grid Scaling (3004,000E).
 *
 * @throws Error naming what the dose lacks
 */
export function doseStack(frames: readonly FrameRef[]): Stack {
  const inOrder = frames.toSorted((a, b) => a.frameNumber - b.frameNumber);
  const [first] = inOrder;
  if (!first) throw new Error('the dose has no frames');
  const { instance, plane } = first;
  const scaling = number(instance, '3004000E');
  if (!scaling || scaling <= 0) throw new Error('the dose has no Dose Grid Scaling (3004,000E)');
  if (!plane) throw new Error('the dose has no place in the patient');
  const normal = planeNormal(plane);
  const offsets = offsetsOf(numbers(instance, '3004000C'), inOrder.length, plane.position[2], normal[2]);
  return {
    studyInstanceUid: first.studyInstanceUid,
    seriesInstanceUid: first.seriesInstanceUid,
    modality: first.modality,
    leftOut: [],
    frames: inOrder.map((frame, index) => ({
      ...frame,
      imageId: `${frame.imageId}#dose`,
      plane: { ...plane, position: addScaled(plane.position, normal, offsets[index] as number) },
      rescale: { slope: scaling, intercept: 0 },
      unit: doseUnit(string(instance, '30040002')),
    })),
  };
}

/** GY, or relative to a prescription that the object does not tell. */
const doseUnit = (units: string | undefined): string =>
  units === 'GY' ? 'Gy' : (units?.toLowerCase() ?? '');

/** mm along the normal from the first frame. Axial doses may have absolute z instead, the first one that of the image (PS3.3 C.8.8.3.2). */
function offsetsOf(vector: readonly number[], count: number, z: number, normalZ: number): number[] {
  if (count === 1) return [0];
  if (vector.length !== count)
    throw new Error(`Grid Frame Offset Vector (3004,000C) has ${vector.length} values for ${count} frames`);
  const first = vector[0] as number;
  if (first === 0) return [...vector];
  if (Math.abs(Math.abs(normalZ) - 1) > 1e-3 || Math.abs(first - z) > 0.01)
    throw new Error(`Grid Frame Offset Vector (3004,000C) begins with ${first}`);
  return vector.map((place) => (place - first) * Math.sign(normalZ));
}
