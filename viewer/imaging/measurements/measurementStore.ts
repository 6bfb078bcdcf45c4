import { newUid } from '../../dicomweb/index.ts';
import { length, subtract, type Point3 } from '../geometry/vector.ts';
import type { FrameRef } from '../series/frameRef.ts';
import { isDrawnOn, placeOn } from './imagePlace.ts';
import { measure, type MeasuredImage } from './measure.ts';
import type { Measurement, MeasurementPlace } from './measurement.ts';
import type {
  MeasurementChange,
  MeasurementHappened,
  MeasurementState,
  NewMeasurement,
} from './measurementState.ts';
import { pointsFault } from './pointCounts.ts';
import { rescaled } from './rescaled.ts';
import { tracked, trackingOf } from './tracking.ts';
import { scaleKey, userFactorOf, withoutFactor, type UserFactors } from './userFactors.ts';

type Snapshot = Pick<MeasurementState, 'measurements' | 'userFactors'>;

const historyLength = 100;

/**
 * The measurements of a reading room, with undo and redo. Dispatches `change` when its state changes, and `measurement` (a
 * CustomEvent of MeasurementHappened) for each measurement that did.
 */
export class MeasurementStore extends EventTarget {
  #state: MeasurementState = {
    measurements: [],
    userFactors: new Map(),
    selected: undefined,
    canUndo: false,
    canRedo: false,
  };
  #past: Snapshot[] = [];
  #future: Snapshot[] = [];
  /** The drag whose changes are one step. */
  #gesture: object | undefined;
  /** What was measured on which frame: to measure it again when that is calibrated, or its picture complete. */
  readonly #frames = new WeakMap<MeasurementPlace, WeakRef<FrameRef>>();

  get state(): MeasurementState {
    return this.#state;
  }

  get(id: string): Measurement | undefined {
    return this.#state.measurements.find((measurement) => measurement.id === id);
  }

  /** Adds what was drawn on an image, and selects it. @throws RangeError when the points do not make such a measurement */
  add({ tool, points, label = '' }: NewMeasurement, image: MeasuredImage): Measurement {
    const fault = pointsFault(tool, points);
    if (fault !== undefined) throw new RangeError(fault);
    const place = placeOn(image.frame);
    const measurement: Measurement = {
      ...{ id: newUid(), tool, points, place, label, visible: true, foreign: false },
      ...measure(tool, points, image, userFactorOf(this.#state.userFactors, place)),
    };
    this.#frames.set(place, new WeakRef(image.frame));
    this.#record();
    this.#set({ measurements: [...this.#state.measurements, measurement], selected: measurement.id });
    return measurement;
  }

  /**
   * Changes one; of a foreign one only whether it is visible and where its text stands. Consecutive changes with the same
   * `gesture` (any object made for it) are one step of undo; whether something is visible is no step at all.
   */
  change(id: string, change: MeasurementChange, gesture?: object): void {
    const before = this.get(id);
    if (!before) throw new RangeError(`there is no measurement ${id}`);
    const own = 'image' in change || 'label' in change;
    if (before.foreign && own) throw new RangeError('a measurement read from a report is not changed');
    const after = 'image' in change ? this.#measured(before, change) : { ...before, ...change };
    if (!('visible' in change) && (gesture === undefined || gesture !== this.#gesture)) this.#record();
    this.#gesture = gesture;
    this.#put(after);
  }

  /** Takes back what a drag has changed so far. */
  cancel(gesture: object): void {
    if (this.#gesture !== gesture) return;
    this.#gesture = undefined;
    const before = this.#past.pop();
    if (before) this.#set(before);
  }

  remove(id: string): void {
    const measurement = this.get(id);
    if (!measurement) throw new RangeError(`there is no measurement ${id}`);
    if (measurement.foreign) throw new RangeError('a measurement read from a report is not removed');
    this.#record();
    this.#set({ measurements: this.#state.measurements.filter((one) => one.id !== id) });
  }

  /**
   * Gives measurements the Tracking UIDs of the findings they are of, by id; one step of undo.
   * @throws RangeError for one that is not here, or of someone else
   */
  track(findings: ReadonlyMap<string, string>): void {
    for (const id of findings.keys()) {
      const measurement = this.get(id);
      if (!measurement) throw new RangeError(`there is no measurement ${id}`);
      if (measurement.foreign) throw new RangeError('a measurement read from a report is not changed');
    }
    const measurements = this.#state.measurements.map((one) => {
      const uid = findings.get(one.id);
      return uid === undefined || uid === trackingOf(one) ? one : tracked(one, uid);
    });
    if (measurements.every((one, at) => one === this.#state.measurements[at])) return;
    this.#record();
    this.#set({ measurements });
  }

  /** Shows or hides all of them. */
  setAllVisible(visible: boolean): void {
    this.#set({ measurements: this.#state.measurements.map((one) => ({ ...one, visible })) });
  }

  select(id: string | undefined): void {
    if (id !== this.#state.selected) this.#set({ selected: id });
  }

  undo(): boolean {
    return this.#travel(this.#past, this.#future);
  }

  redo(): boolean {
    return this.#travel(this.#future, this.#past);
  }

  /** Brings in what was saved before, or by others; one that is here already is replaced, of two alike the last
   * holds. Not a step of undo. */
  load(measurements: readonly Measurement[]): void {
    const latest = new Map(measurements.map((one) => [one.id, one]));
    const into = <S extends Snapshot>(snapshot: S): S => ({
      ...snapshot,
      measurements: [...snapshot.measurements.filter(({ id }) => !latest.has(id)), ...latest.values()],
    });
    this.#past = this.#past.map(into);
    this.#future = this.#future.map(into);
    this.#set(into(this.#state));
  }

  /**
   * Measures again what was measured on this picture while it was not complete. Not a step of undo; former and undone states
   * are measured again too.
   */
  refine(image: MeasuredImage): void {
    const isOn = (one: Measurement): boolean =>
      this.#frameOf(one)?.imageId === image.frame.imageId || isDrawnOn(one, image.frame);
    const into = <S extends Snapshot>(snapshot: S): S => ({
      ...snapshot,
      measurements: snapshot.measurements.map((one) => {
        if (!one.provisional || !isOn(one)) return one;
        const factor = userFactorOf(snapshot.userFactors, one.place);
        return { ...one, ...measure(one.tool, one.points, image, factor) };
      }),
    });
    const isProvisional = ({ measurements }: Snapshot): boolean =>
      measurements.some((one) => one.provisional && isOn(one));
    if (!image.loaded || ![this.#state, ...this.#past, ...this.#future].some(isProvisional)) return;
    this.#past = this.#past.map(into);
    this.#future = this.#future.map(into);
    this.#set(into(this.#state));
  }

  /**
   * Sets the size of the pixels where a length was drawn, so that it is `knownMm`: of its series, in projection radiography of
   * its image alone. What was measured there is measured again.
   */
  calibrateBy(id: string, knownMm: number): void {
    const measurement = this.get(id);
    const [from, to] = measurement?.points ?? [];
    if (measurement?.tool !== 'length' || !from || !to)
      throw new RangeError(`there is no length ${id} to calibrate by`);
    // Where a frame has no place in the patient, points are in units of its drawn spacing too.
    const factor = knownMm / length(subtract(to, from));
    if (!(factor > 0 && Number.isFinite(factor))) throw new RangeError(`no calibration: ${factor}`);
    const key = scaleKey(measurement.place, this.#frameOf(measurement));
    this.#calibrate(new Map(this.#state.userFactors).set(key, factor));
  }

  /** Goes back to what an image, or a series as a whole, says of the size of its pixels. */
  uncalibrate(image: { seriesInstanceUid: string; sopInstanceUid?: string | undefined }): void {
    this.#calibrate(withoutFactor(this.#state.userFactors, image));
  }

  #calibrate(userFactors: UserFactors): void {
    this.#record();
    const measurements = this.#state.measurements.map((one) => {
      const factor = userFactorOf(userFactors, one.place);
      const frame = this.#frameOf(one);
      if (one.foreign || !frame || factor === userFactorOf(this.#state.userFactors, one.place)) return one;
      return rescaled(one, frame, factor);
    });
    this.#set({ userFactors, measurements });
  }

  #frameOf({ place }: Measurement): FrameRef | undefined {
    return this.#frames.get(place)?.deref();
  }

  #measured(before: Measurement, { points, image }: { points: readonly Point3[]; image: MeasuredImage }) {
    const fault = pointsFault(before.tool, points);
    if (fault !== undefined) throw new RangeError(fault);
    const place = placeOn(image.frame);
    const factor = userFactorOf(this.#state.userFactors, place);
    this.#frames.set(place, new WeakRef(image.frame));
    return { ...before, points, place, ...measure(before.tool, points, image, factor) };
  }

  #put(after: Measurement): void {
    this.#set({ measurements: this.#state.measurements.map((one) => (one.id === after.id ? after : one)) });
  }

  #record(): void {
    this.#gesture = undefined;
    this.#past = [...this.#past, this.#snapshot()].slice(-historyLength);
    this.#future = [];
  }

  #snapshot(): Snapshot {
    const { measurements, userFactors } = this.#state;
    return { measurements, userFactors };
  }

  #travel(from: Snapshot[], to: Snapshot[]): boolean {
    const target = from.pop();
    this.#gesture = undefined;
    if (!target) return false;
    to.push(this.#snapshot());
    const shown = new Map(this.#state.measurements.map(({ id, visible }) => [id, visible]));
    const measurements = target.measurements.map((one) => {
      const visible = shown.get(one.id) ?? one.visible;
      return visible === one.visible ? one : { ...one, visible };
    });
    this.#set({ ...target, measurements });
    return true;
  }

  #set(change: Partial<MeasurementState>): void {
    const before = this.#state;
    const state = { ...before, ...change };
    const selected = state.measurements.some(({ id }) => id === state.selected) ? state.selected : undefined;
    this.#state = {
      ...state,
      selected,
      canUndo: this.#past.length > 0,
      canRedo: this.#future.length > 0,
    };
    this.dispatchEvent(new Event('change'));
    if (state.measurements !== before.measurements) this.#tell(before.measurements, state.measurements);
  }

  #tell(before: readonly Measurement[], after: readonly Measurement[]): void {
    const [old, now] = [byId(before), byId(after)];
    const tell = (action: MeasurementHappened['action'], measurement: Measurement): void =>
      void this.dispatchEvent(new CustomEvent('measurement', { detail: { action, measurement } }));
    for (const [id, measurement] of old) if (!now.has(id)) tell('removed', measurement);
    for (const [id, measurement] of now)
      if (!old.has(id)) tell('added', measurement);
      else if (old.get(id) !== measurement) tell('changed', measurement);
  }
}

const byId = (measurements: readonly Measurement[]): Map<string, Measurement> =>
  new Map(measurements.map((measurement) => [measurement.id, measurement]));
