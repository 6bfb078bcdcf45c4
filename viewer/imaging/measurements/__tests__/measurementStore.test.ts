import { describe, expect, it } from 'vitest';
import type { MeasurementHappened } from '../measurementState.ts';
import { MeasurementStore } from '../measurementStore.ts';
import { measurementsOn, sliceOf } from '../imagePlace.ts';
import type { Measurement } from '../measurement.ts';
import type { MeasuredImage } from '../measure.ts';
import { settled } from '../settled.ts';
import { isCalibrated } from '../userFactors.ts';
import { absent, at, element, madeFrame, madeImage, madePixels } from './madeFrames.ts';

const image = madeImage();
const lengthOf = (measurement: Measurement | undefined): number | undefined =>
  measurement?.values.find(({ quantity }) => quantity === 'length')?.value;

function drawn() {
  const store = new MeasurementStore();
  const happened: string[] = [];
  store.addEventListener('measurement', (event) => {
    happened.push((event as CustomEvent<MeasurementHappened>).detail.action);
  });
  const { id } = store.add({ tool: 'length', points: [at(0, 0), at(3, 0)] }, image);
  return { store, happened, id };
}

describe('undo and redo', () => {
  it('takes back and brings again what was drawn', () => {
    const { store, happened, id } = drawn();
    expect(store.state).toMatchObject({ selected: id, canUndo: true, canRedo: false });
    expect(store.undo()).toBe(true);
    expect(store.state).toMatchObject({
      measurements: [],
      selected: undefined,
      canUndo: false,
      canRedo: true,
    });
    expect(store.redo()).toBe(true);
    expect(lengthOf(store.get(id))).toBe(6);
    expect(store.redo()).toBe(false);
    expect(happened).toEqual(['added', 'removed', 'added']);
  });

  it('takes a drag back as one step, and gives it up as a whole', () => {
    const { store, id } = drawn();
    const gesture = {};
    for (const column of [4, 5, 6]) store.change(id, { points: [at(0, 0), at(column, 0)], image }, gesture);
    expect(lengthOf(store.get(id))).toBe(12);
    store.undo();
    expect(lengthOf(store.get(id))).toBe(6);
    const other = {};
    for (const column of [4, 5]) store.change(id, { points: [at(0, 0), at(column, 0)], image }, other);
    store.cancel(other);
    expect(lengthOf(store.get(id))).toBe(6);
    store.undo();
    expect(store.state.measurements).toEqual([]);
  });

  it('does not bring back what was hidden, nor take away what was loaded', () => {
    const { store, id } = drawn();
    store.change(id, { label: 'a' });
    store.change(id, { visible: false });
    const foreign = { ...(store.get(id) as Measurement), id: '2.25.7', foreign: true };
    store.load([foreign]);
    store.undo();
    expect(store.get(id)).toMatchObject({ label: '', visible: false });
    expect(store.get('2.25.7')).toBe(foreign);
    expect(() => store.remove('2.25.7')).toThrow('report');
    expect(() => store.change('2.25.7', { label: 'x' })).toThrow('report');
  });

  it('goes back a hundred steps', () => {
    const { store, id } = drawn();
    for (let step = 0; step < 150; step++) store.change(id, { label: String(step) });
    let steps = 0;
    while (store.undo()) steps++;
    expect(steps).toBe(100);
    expect(store.get(id)?.label).toBe('49');
  });
});

it('measures a whole series again when it is calibrated by a line', () => {
  const store = new MeasurementStore();
  const plain = madeImage({ '00280030': absent, '00200032': absent, '00200037': absent });
  const line = store.add(
    {
      tool: 'length',
      points: [
        [0, 0, 0],
        [4, 0, 0],
      ],
    },
    plain,
  );
  const box = store.add(
    {
      tool: 'rectangle',
      points: [
        [0, 0, 0],
        [2, 0, 0],
        [2, 3, 0],
        [0, 3, 0],
      ],
    },
    plain,
  );
  expect(line).toMatchObject({ calibration: 'none', values: [{ value: 4, unit: 'px' }] });
  store.calibrateBy(line.id, 10);
  expect(store.get(line.id)).toMatchObject({ calibration: 'user', values: [{ value: 10, unit: 'mm' }] });
  expect(store.get(box.id)?.values[0]).toEqual({ quantity: 'area', value: 6 * 2.5 ** 2, unit: 'mm2' });
  expect(store.get(box.id)?.values.slice(1)).toEqual(box.values.slice(1));
  store.undo();
  expect(store.get(line.id)).toMatchObject({ calibration: 'none', values: [{ value: 4, unit: 'px' }] });
});

it('calibrates projections image by image', () => {
  const store = new MeasurementStore();
  const projection = (z: number) =>
    madeImage({ '00080060': element('CS', 'DX'), '00200032': absent, '00200037': absent }, z);
  const points: [number, number, number][] = [
    [0, 0, 0],
    [4, 0, 0],
  ];
  const [one, other] = [1, 2].map((z) => store.add({ tool: 'length', points }, projection(z)));
  if (!one || !other) throw new Error('nothing drawn');
  store.calibrateBy(one.id, 10);
  expect(store.get(one.id)).toMatchObject({ calibration: 'user', values: [{ value: 10 }] });
  expect(store.get(other.id)).toMatchObject({ calibration: 'detector', values: other.values });
  expect(isCalibrated(store.state.userFactors, '1.1.1')).toBe(true);
  store.uncalibrate({ seriesInstanceUid: '1.1.1' });
  expect(store.get(one.id)).toMatchObject({ calibration: 'detector', values: one.values });
  expect(isCalibrated(store.state.userFactors, '1.1.1')).toBe(false);
});

describe('on a picture that is not complete', () => {
  const complete = madeImage();
  const values = new Float32Array(64);
  const partial: MeasuredImage = {
    frame: complete.frame,
    loaded: { ...madePixels(), values, fidelity: 'partial' },
  };
  const corners = [at(0, 0), at(2, 0), at(2, 2), at(0, 2)];
  const meanOf = (measurement: Measurement | undefined) =>
    measurement?.values.find(({ quantity }) => quantity === 'mean')?.value;

  it('marks what the pixels say, and nothing else', () => {
    const store = new MeasurementStore();
    expect(store.add({ tool: 'length', points: [at(0, 0), at(3, 0)] }, partial).provisional).toBeFalsy();
    expect(store.add({ tool: 'probe', points: [at(1, 1)] }, partial).provisional).toBe(true);
    const profile = store.add({ tool: 'profile', points: [at(0, 0), at(3, 0)] }, partial);
    expect(profile.provisional).toBe(true);
    expect(settled(profile)).toMatchObject({
      profile: undefined,
      values: [{ quantity: 'length', value: 6, unit: 'mm' }],
    });
  });

  it('measures again when it is, in what can be undone and redone too, and on no other image', () => {
    const store = new MeasurementStore();
    const { id } = store.add({ tool: 'rectangle', points: corners }, partial);
    const elsewhere = store.add(
      { tool: 'probe', points: [at(1, 1, 3)] },
      { ...partial, frame: madeFrame({}, 3) },
    );
    store.change(id, { label: 'a' });
    expect(meanOf(store.get(id))).toBe(0);
    store.refine(complete);
    // Columns and rows 0 to 2 of 10 * row + column.
    expect([meanOf(store.get(id)), store.get(id)?.provisional]).toEqual([11, undefined]);
    expect(store.get(elsewhere.id)).toBe(elsewhere);
    store.undo();
    expect([meanOf(store.get(id)), store.get(id)?.label]).toEqual([11, '']);
  });

  it('knows the picture again after the page was left', () => {
    const before = new MeasurementStore();
    const { id } = before.add({ tool: 'rectangle', points: corners }, partial);
    const store = new MeasurementStore();
    store.load(structuredClone(before.state.measurements));
    store.refine(complete);
    expect(meanOf(store.get(id))).toBe(11);
  });
});

describe('the image a measurement lies on', () => {
  const stackOf = (frames: ReturnType<typeof madeFrame>[]) => ({
    ...{ studyInstanceUid: '1.1', seriesInstanceUid: '1.1.1', modality: 'CT', leftOut: [], frames },
  });
  const stack = stackOf([-3, 0, 3].map((z) => madeFrame({}, z)));
  const { store } = drawn();
  const { measurements } = store.state;
  const countOn = (frames: ReturnType<typeof madeFrame>[]) =>
    frames.map(
      (_, sliceIndex) => measurementsOn(measurements, { stack: stackOf(frames), sliceIndex }).length,
    );

  it('is its own slice of its own series', () => {
    expect(countOn(stack.frames)).toEqual([0, 1, 0]);
    const [measurement] = measurements;
    expect(measurement && sliceOf(measurement, stack)).toBe(1);
  });

  it('is the slice of another series within half a slice in the same frame of reference, and no other', () => {
    const other = (z: number, change = {}) => madeFrame({ '0020000E': element('UI', '1.1.2'), ...change }, z);
    expect(countOn([-3.6, 0.9, 5.4].map((z) => other(z)))).toEqual([0, 1, 0]);
    expect(countOn([-3.6, 0.9, 5.4].map((z) => other(z, { '00200052': element('UI', '1.8') })))).toEqual([
      0, 0, 0,
    ]);
    const lost = { '00200052': absent };
    expect(countOn([other(0, lost)])).toEqual([0]);
    const coronal = { '00200037': element('DS', 1, 0, 0, 0, 0, -1) };
    expect(countOn([other(0, coronal)])).toEqual([0]);
  });

  it('is a computed plane of its own series where nothing names the frame of reference', () => {
    const lost = madeFrame({ '00200052': absent });
    const plane = (uid: string) => ({ ...lost, sopInstanceUid: '', seriesInstanceUid: uid, imageId: uid });
    const one = new MeasurementStore().add(
      { tool: 'length', points: [at(0, 0), at(3, 0)] },
      { frame: plane('1.1.1'), loaded: undefined },
    );
    const on = (frame: ReturnType<typeof madeFrame>) =>
      measurementsOn([one], { stack: stackOf([frame]), sliceIndex: 0 }).length;
    expect([on(plane('1.1.1')), on(lost), on(plane('1.1.2'))]).toEqual([1, 1, 0]);
  });
});
