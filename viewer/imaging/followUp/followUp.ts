import { newUid } from '../../dicomweb/index.ts';
import type { Comparison } from '../comparison/index.ts';
import { trackingOf, type Measurement, type MeasurementStore } from '../measurements/index.ts';
import type { OpenStudy, ReaderState } from '../reader/readerState.ts';
import { byAge, findingsOf, groupByFinding, type Finding } from './findings.ts';
import { sizesOf } from './findingSize.ts';
import { RefusedPairs, type InStudy, type PairStorage } from './refusedPairs.ts';
import { distanceBetween, proposePairs, type Proposal } from './proposals.ts';

/** What following findings needs of a reading room. Dispatches `change`. */
export interface FollowUpRoom extends EventTarget {
  readonly state: Pick<ReaderState, 'studies'>;
  readonly measurements: MeasurementStore;
  readonly comparison: Pick<Comparison, 'usableBetween' | 'revision'> & EventTarget;
}

/** A new object whenever anything in it may have changed. */
export interface FollowUpState {
  readonly findings: readonly Finding[];
  readonly proposals: readonly Proposal[];
}

/** A measurement that another may be paired with. */
export interface Partner {
  readonly measurement: Measurement;
  /** How far it lies from the other; undefined where that is not known. */
  readonly distanceMm: number | undefined;
}

/**
 * Findings that are followed over several dates. Measurements are of one finding when they share its Tracking UID, which reports
 * keep; pairing them is a change of the measurements like any other. Dispatches `change`.
 */
export class FollowUp extends EventTarget {
  readonly #room: FollowUpRoom;
  readonly #refused: RefusedPairs;
  #seen: readonly unknown[] = [];
  #state: FollowUpState | undefined;

  /** @param storage keeps what is refused; absent: it is forgotten with the room */
  constructor(room: FollowUpRoom, storage?: PairStorage) {
    super();
    this.#room = room;
    this.#refused = new RefusedPairs(storage);
    room.addEventListener('change', this.#look);
    room.measurements.addEventListener('change', this.#look);
    room.comparison.addEventListener('change', this.#look);
  }

  get state(): FollowUpState {
    return (this.#state ??= {
      findings: findingsOf(this.#measurements, this.#studies),
      proposals: proposePairs(this.#measurements, this.#way, (one, other) =>
        this.#mayPropose(one, other),
      ).map(({ ids, distanceMm }) => ({ ids: this.#oldestFirst(ids), distanceMm })),
    });
  }

  /**
   * Measurements of different studies are of one finding; what they were paired with before comes along. One step of undo.
   *
   * @returns the Tracking UID they share from now on
   * @throws RangeError where they cannot be: there are not two, one has no size, two are of one study, or reports of others say that
   * they are of different findings, or do not say of which
   */
  pair(ids: readonly string[]): string {
    const named = [...new Set(ids)].map((id) => this.#known(id));
    if (named.length < 2) throw new RangeError('a pair has at least two measurements');
    const all = [...new Set(named.flatMap((one) => this.#finding(one)))];
    const fault = pairingFault(all);
    if (fault !== undefined) throw new RangeError(fault);
    const uid = this.#sharedUid(all);
    const own = all.filter(({ foreign }) => !foreign);
    for (const [one, other] of pairsOf(all)) this.#refused.permit(one, other);
    this.#room.measurements.track(new Map(own.map(({ id }) => [id, uid])));
    this.#invalidate();
    return uid;
  }

  /**
   * Takes a measurement out of its finding; one of someone else stays, and the reader's own leave it. One step of undo.
   * @throws RangeError where it is in none, or nothing in it is the reader's own
   */
  unpair(id: string): void {
    const measurement = this.#known(id);
    const finding = this.#finding(measurement);
    const own = finding.filter(({ foreign }) => !foreign);
    if (finding.length < 2) throw new RangeError(`the measurement ${id} is paired with none`);
    if (own.length === 0) throw new RangeError('a measurement read from a report is not changed');
    const leaving = measurement.foreign ? own : [measurement];
    this.#leave(finding, leaving);
  }

  /** Takes a finding apart: all the reader's own measurements leave it. One step of undo. @throws RangeError as `unpair` */
  takeApart(trackingUid: string): void {
    const finding = groupByFinding(this.#measurements).get(trackingUid) ?? [];
    const own = finding.filter(({ foreign }) => !foreign);
    if (finding.length < 2 || own.length === 0)
      throw new RangeError(`there is no finding ${trackingUid} to take apart`);
    this.#leave(finding, own);
  }

  /** These are not of one finding: they are not proposed again, now and in later visits. */
  refuse(ids: readonly string[]): void {
    this.#refuseAll(ids.map((id) => this.#known(id)));
    this.#invalidate();
  }

  /** When what was refused or paired so far outlives the page, or is known not to. Never rejects. */
  get whenKept(): Promise<void> {
    return this.#refused.whenKept;
  }

  /** What a measurement may be paired with, the nearest first. */
  partnersOf(id: string): Partner[] {
    const one = this.#room.measurements.get(id);
    if (!one) return [];
    const own = this.#finding(one);
    return this.#measurements
      .filter((other) => !own.includes(other) && !pairingFault([...own, ...this.#finding(other)]))
      .map((measurement) => ({ measurement, distanceMm: distanceBetween(one, measurement, this.#way) }))
      .toSorted((a, b) => (a.distanceMm ?? Infinity) - (b.distanceMm ?? Infinity) || 0);
  }

  close(): void {
    this.#room.removeEventListener('change', this.#look);
    this.#room.measurements.removeEventListener('change', this.#look);
    this.#room.comparison.removeEventListener('change', this.#look);
  }

  #leave(finding: readonly Measurement[], leaving: readonly Measurement[]): void {
    const staying = this.#measurements.filter((one) => !leaving.includes(one)).map(trackingOf);
    // Who goes back to its own id must not meet those again that are followed under it.
    const uids = leaving.map(({ id }) => [id, staying.includes(id) ? newUid() : id] as const);
    this.#refuseAll(finding);
    this.#room.measurements.track(new Map(uids));
    this.#invalidate();
  }

  /** That of a report of someone else; else that of what is followed already, so that other studies still know it; else of the oldest. */
  #sharedUid(members: readonly Measurement[]): string {
    const others = members.find(({ foreign }) => foreign);
    const order = byAge(
      members.map(({ place }) => place.studyInstanceUid),
      this.#studies,
    );
    const followed = members.toSorted(
      (a, b) =>
        this.#finding(b).length - this.#finding(a).length ||
        order.indexOf(a.place.studyInstanceUid) - order.indexOf(b.place.studyInstanceUid),
    );
    return trackingOf(others ?? followed[0]!) as string;
  }

  #oldestFirst(ids: readonly string[]): string[] {
    const studyOf = (id: string): string => this.#known(id).place.studyInstanceUid;
    const order = byAge(ids.map(studyOf), this.#studies);
    return ids.toSorted((a, b) => order.indexOf(studyOf(a)) - order.indexOf(studyOf(b)));
  }

  #refuseAll(members: readonly Measurement[]): void {
    for (const [one, other] of pairsOf(members)) this.#refused.refuse(one, other);
  }

  #mayPropose(one: readonly Measurement[], other: readonly Measurement[]): boolean {
    const all = [...one, ...other];
    return pairingFault(all) === undefined && pairsOf(all).every(([a, b]) => this.#refused.mayPropose(a, b));
  }

  /** All measurements of the finding that one is of. */
  #finding(measurement: Measurement): readonly Measurement[] {
    const uid = trackingOf(measurement);
    const others = uid === undefined ? undefined : groupByFinding(this.#measurements).get(uid);
    return others?.includes(measurement) ? others : [measurement];
  }

  #known(id: string): Measurement {
    const measurement = this.#room.measurements.get(id);
    if (!measurement) throw new RangeError(`there is no measurement ${id}`);
    return measurement;
  }

  readonly #way = (from: Measurement['place'], to: Measurement['place']) =>
    this.#room.comparison.usableBetween(from, to);

  get #measurements(): readonly Measurement[] {
    return this.#room.measurements.state.measurements;
  }

  get #studies(): readonly OpenStudy[] {
    return this.#room.state.studies;
  }

  /** Much changes in a room that is nothing to findings: only what they are made of counts. */
  readonly #look = (): void => {
    const now = [this.#measurements, this.#studies, this.#room.comparison.revision];
    if (now.every((one, at) => one === this.#seen[at])) return;
    this.#seen = now;
    this.#invalidate();
    void this.#refused
      .load(this.#studies.map(({ studyInstanceUid }) => studyInstanceUid))
      .then((isNew) => isNew && this.#invalidate());
  };

  #invalidate(): void {
    this.#state = undefined;
    this.dispatchEvent(new Event('change'));
  }
}

/** Why measurements cannot be of one finding. */
function pairingFault(members: readonly Measurement[]): string | undefined {
  const sizeless = members.find((one) => sizesOf(one).length === 0);
  if (sizeless) return `the measurement ${sizeless.id} (${sizeless.tool}) has no size that could be followed`;
  const byStudy = Map.groupBy(members, ({ place }) => place.studyInstanceUid);
  for (const [study, ones] of byStudy)
    if (new Set(ones.map(trackingOf)).size > 1)
      return `two findings of one study (${study}) cannot be paired with each other`;
  if (byStudy.size < 2) return 'measurements of one study cannot be paired';
  const foreign = members.filter((one) => one.foreign);
  if (foreign.some((one) => trackingOf(one) === undefined))
    return 'the report of a measurement does not name its finding by a Tracking UID';
  if (new Set(foreign.map(trackingOf)).size > 1)
    return 'reports of others say that these are different findings';
  return undefined;
}

/** Every two of some measurements that are of different studies. */
function pairsOf(members: readonly Measurement[]): [InStudy, InStudy][] {
  const all = members.map(({ id, place }) => ({ id, studyInstanceUid: place.studyInstanceUid }));
  return all
    .flatMap((one, at) => all.slice(at + 1).map((other): [InStudy, InStudy] => [one, other]))
    .filter(([one, other]) => one.studyInstanceUid !== other.studyInstanceUid);
}
