import { describe, expect, it } from 'vitest';
import type { DicomJson } from '../../../../pixels/index.ts';
import type { FrameLoader } from '../../frames/frameLoader.ts';
import type { Point3 } from '../../geometry/vector.ts';
import type { FrameRef } from '../../series/frameRef.ts';
import type { Stack } from '../../series/stack.ts';
import type { StackView } from '../../viewport/index.ts';
import { HeldFrames } from '../../volume/__tests__/heldFrames.ts';
import { paint, stacked, syntheticFrames } from '../../volume/__tests__/syntheticVolume.ts';
import { orientationAlong, storedSlices } from '../planeChoice.ts';
import { Planes } from '../planes.ts';
import { Volumes } from '../volumes.ts';

const places = 5;

/** Three phases, place after place: 3 mm apart along z. */
function threePhases(): Stack {
  const frames = syntheticFrames({
    columns: 8,
    rows: 6,
    positions: stacked(places, [0, 0, 0], [0, 0, 3]).flatMap((position): Point3[] => [
      position,
      position,
      position,
    ]),
    more: (index): DicomJson => ({ '00200100': { vr: 'IS', Value: [(index % 3) + 1] } }),
  });
  return { studyInstanceUid: '1.2', seriesInstanceUid: '1.2.3', modality: 'CT', frames, leftOut: [] };
}

/** One viewport that shows a frame; nothing is drawn here, only where it goes is asked. */
function room(stack: Stack, shown: FrameRef) {
  const source = new HeldFrames(
    stack.frames,
    paint(stack.frames, () => 0),
  );
  const volumes = new Volumes(source as unknown as FrameLoader, 1e9);
  const view = { state: { stack, frame: shown } } as StackView;
  const planes = new Planes({ view: () => view, stack: () => Promise.resolve(stack) }, volumes);
  return { volumes, planes };
}

const phaseOf = (frame: FrameRef | undefined) => frame?.instance['00200100']?.Value?.[0];

describe('series of several phases', () => {
  const stack = threePhases();
  const ofPhase = (phase: number): FrameRef =>
    stack.frames.findLast((frame) => phaseOf(frame) === phase) as FrameRef;

  it.each([1, 2, 3])('is cut in phase %i where that is on the screen', (phase) => {
    const { volumes, planes } = room(stack, ofPhase(phase));
    const volume = planes.volume(0);
    if (volume?.kind !== 'volume') throw new Error('no volume');
    expect(volume.frames.map(phaseOf)).toEqual(Array(places).fill(phase));
    planes.put(1, {
      choice: { ...storedSlices, orientation: 'coronal' },
      through: [4, 3, 6],
      volumeId: volume.id,
    });
    const { stack: coronal } = planes.stackFor(1, stack);
    const { volumeId } = coronal.frames[0]?.derived ?? {};
    expect(volumes.get(volumeId ?? '')?.frames.map(phaseOf)).toEqual(Array(places).fill(phase));
  });

  it('is followed in the phase on the screen, and given back in it', () => {
    const { planes } = room(stack, ofPhase(2));
    // Place 2 of 3 mm: frames 6, 7, 8 of the stack, the second phase is the middle one.
    expect(planes.nearest(0, [0, 0, 6.4])).toBe(7);
    const volume = planes.volume(0);
    planes.put(1, {
      choice: storedSlices,
      through: [0, 0, 9],
      volumeId: volume?.kind === 'volume' ? volume.id : undefined,
    });
    expect(planes.stackFor(1, stack).sliceIndex).toBe(10);
  });

  it('never cuts another series than the one that is there', () => {
    const { volumes, planes } = room(stack, ofPhase(3));
    const others = syntheticFrames({
      columns: 8,
      rows: 6,
      positions: stacked(places, [0, 0, 0], [0, 0, 3]),
      more: () => ({ '0020000E': { vr: 'UI', Value: ['1.2.4'] } }),
    });
    const other = volumes.of({ ...stack, seriesInstanceUid: '1.2.4', frames: others });
    if (other.kind !== 'volume') throw new Error('no volume');
    planes.put(0, {
      choice: { ...storedSlices, orientation: 'axial' },
      through: undefined,
      volumeId: other.id,
    });
    expect(planes.stackFor(0, stack).stack.seriesInstanceUid).toBe('1.2.3');
  });
});

describe('orientationAlong', () => {
  it('names the planes of the patient, either way round, and has up where the head or the front is', () => {
    expect(orientationAlong([0, 0, -1])).toBe('axial');
    expect(orientationAlong([0, 1, 0])).toBe('coronal');
    expect(orientationAlong([-1, 0, 0])).toBe('sagittal');
    expect(orientationAlong([0, 0.6, 0.8])).toEqual({ normal: [-0, -0.6, -0.8], up: [0, 0, 1] });
    const steep: Point3 = [0, Math.sin(0.2), Math.cos(0.2)];
    expect(orientationAlong(steep)).toMatchObject({ up: [0, -1, 0] });
  });
});
