import { newUid } from '../../dicomweb/index.ts';
import { length, subtract, type Point3 } from '../geometry/vector.ts';
import { placeOn } from './imagePlace.ts';
import { measure, type MeasuredImage } from './measure.ts';
import type { Measurement, MeasurementTool } from './measurement.ts';
import { pointsFault } from './pointCounts.ts';

/** Everything a reader has measured. A new object whenever anything in it changed. */
export interface MeasurementState {
  /** In the order in which they were drawn. */
  readonly measurements: readonly Measurement[];
  /** mm for one unit of the drawn spacing, by the series a reader has calibrated. */
  readonly userFactors: ReadonlyMap<string, number>;
  /** Id of the measurement that keys go to. */
  readonly selected: string | undefined;
  readonly canUndo: boolean;
  readonly canRedo: boolean;
}

export interface NewMeasurement {
  tool: MeasurementTool;
  /** Patient mm, as many as the tool has (see Measurement). */
  points: readonly Point3[];
  label?: string;
}

/** What may be changed. New points are measured on `image`, which becomes the measurement's place. */
export type MeasurementChange =
  | { points: readonly Point3[]; image: MeasuredImage }
  | Partial<Pick<Measurement, 'label' | 'visible' | 'textAt'>>;

/** Detail of the event `measurement`: for each one that has come, changed or gone. */
export interface MeasurementHappened {
  action: 'added' | 'changed' | 'removed';
  measurement: Measurement;
}

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
  /** What each one was measured on last: to measure it again when its series is calibrated. */
  readonly #images = new Map<string, WeakRef<MeasuredImage['frame']>>();

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
      ...measure(tool, points, image, this.#state.userFactors.get(place.seriesInstanceUid)),
    };
    this.#images.set(measurement.id, new WeakRef(image.frame));
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

  /** Brings in what was saved before, or by others; one that is here already is replaced. Not a step of undo. */
  load(measurements: readonly Measurement[]): void {
    const ids = new Set(measurements.map(({ id }) => id));
    const into = <S extends Snapshot>(snapshot: S): S => ({
      ...snapshot,
      measurements: [...snapshot.measurements.filter(({ id }) => !ids.has(id)), ...measurements],
    });
    this.#past = this.#past.map(into);
    this.#future = this.#future.map(into);
    this.#set(into(this.#state));
  }

  /**
   * Sets the size of the pixels of a series, from a line of known length: `factor` mm for one unit of its frames' drawn
   * spacing; undefined goes back to what the images say. Measurements on it are measured again.
   */
  calibrate(seriesInstanceUid: string, factor: number | undefined): void {
    if (factor !== undefined && !(factor > 0 && Number.isFinite(factor)))
      throw new RangeError(`no calibration: ${factor}`);
    this.#record();
    const userFactors = new Map(this.#state.userFactors);
    if (factor === undefined) userFactors.delete(seriesInstanceUid);
    else userFactors.set(seriesInstanceUid, factor);
    const measurements = this.#state.measurements.map((one) =>
      one.place.seriesInstanceUid === seriesInstanceUid && !one.foreign ? this.#rescaled(one, factor) : one,
    );
    this.#set({ userFactors, measurements });
  }

  /** Sets the size of the pixels of a length's series so that the length is `knownMm`. */
  calibrateBy(id: string, knownMm: number): void {
    const measurement = this.get(id);
    const [from, to] = measurement?.points ?? [];
    if (measurement?.tool !== 'length' || !from || !to)
      throw new RangeError(`there is no length ${id} to calibrate by`);
    // Where a frame has no place in the patient, points are in units of its drawn spacing too.
    this.calibrate(measurement.place.seriesInstanceUid, knownMm / length(subtract(to, from)));
  }

  #measured(before: Measurement, { points, image }: { points: readonly Point3[]; image: MeasuredImage }) {
    const fault = pointsFault(before.tool, points);
    if (fault !== undefined) throw new RangeError(fault);
    const place = placeOn(image.frame);
    const factor = this.#state.userFactors.get(place.seriesInstanceUid);
    this.#images.set(before.id, new WeakRef(image.frame));
    return { ...before, points, place, ...measure(before.tool, points, image, factor) };
  }

  /** Lengths and areas anew; what the pixels said stays. */
  #rescaled(before: Measurement, factor: number | undefined): Measurement {
    const frame = this.#images.get(before.id)?.deref();
    if (!frame) return before;
    const { values, calibration } = measure(before.tool, before.points, { frame, loaded: undefined }, factor);
    const anew = new Map(values.map((value) => [value.quantity, value]));
    const span = anew.get('length');
    const { profile } = before;
    const former = profile?.distances.at(-1) || 1;
    return {
      ...before,
      calibration,
      values: before.values.map((value) => anew.get(value.quantity) ?? value),
      profile: profile &&
        span && {
          ...profile,
          distances: profile.distances.map((distance) => (distance / former) * span.value),
          distanceUnit: span.unit === 'mm' ? 'mm' : 'px',
        },
    };
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
