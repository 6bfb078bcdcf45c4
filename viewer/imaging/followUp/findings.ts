import { momentOf } from '../../dicomweb/index.ts';
import type { Measurement } from '../measurements/index.ts';
import { trackingOf } from '../measurements/index.ts';
import type { OpenStudy } from '../reader/readerState.ts';
import { sizesOf, type Size } from './findingSize.ts';
import { sizeChange, type DatedMeasurement, type SizeChange } from './sizeChange.ts';

/** A finding on one date. */
export interface FindingEntry extends DatedMeasurement {
  /** As `sizesOf` gives them. */
  readonly sizes: readonly Size[];
  /** Undefined on the first date. */
  readonly sincePrevious: SizeChange | undefined;
  /** Undefined on the first date, and on the second, where it would be the same. */
  readonly sinceFirst: SizeChange | undefined;
}

/** A finding that was measured on several dates. */
export interface Finding {
  readonly trackingUid: string;
  /** What its newest measurement with a name is called; empty where none has one. */
  readonly label: string;
  /** One for each study, the oldest first. */
  readonly entries: readonly FindingEntry[];
  /** All its measurements; more than the entries where a report measures one finding several ways. */
  readonly measurements: readonly Measurement[];
}

/** Measurements that have a size, by the finding they are of. */
export function groupByFinding(measurements: readonly Measurement[]): Map<string, Measurement[]> {
  const groups = new Map<string, Measurement[]>();
  for (const measurement of measurements) {
    const uid = trackingOf(measurement);
    if (uid === undefined || sizesOf(measurement).length === 0) continue;
    groups.set(uid, [...(groups.get(uid) ?? []), measurement]);
  }
  return groups;
}

/** What was measured on several dates, in the order in which it was first measured here. */
export function findingsOf(measurements: readonly Measurement[], studies: readonly OpenStudy[]): Finding[] {
  return [...groupByFinding(measurements)].flatMap(([trackingUid, group]) => {
    const dated = oneForEachStudy(group, studies);
    if (dated.length < 2) return [];
    const [first] = dated;
    const entries = dated.map((entry, at): FindingEntry => {
      const previous = dated[at - 1];
      return {
        ...entry,
        sizes: sizesOf(entry.measurement),
        sincePrevious: previous && sizeChange(previous, entry),
        sinceFirst: first && at > 1 ? sizeChange(first, entry) : undefined,
      };
    });
    const label = entries.findLast(({ measurement }) => measurement.label !== '')?.measurement.label ?? '';
    return [{ trackingUid, label, entries, measurements: group }];
  });
}

/** Of several measurements in one study that by the tool most studies have, one's own before those of others; the oldest study first. */
function oneForEachStudy(group: readonly Measurement[], studies: readonly OpenStudy[]): DatedMeasurement[] {
  const byStudy = Map.groupBy(group, ({ place }) => place.studyInstanceUid);
  const spread = (tool: Measurement['tool']): number =>
    [...byStudy.values()].filter((ones) => ones.some((one) => one.tool === tool)).length;
  return byAge([...byStudy.keys()], studies).flatMap((uid) => {
    const [measurement] = (byStudy.get(uid) ?? []).toSorted(
      (a, b) => spread(b.tool) - spread(a.tool) || Number(a.foreign) - Number(b.foreign),
    );
    if (!measurement) return [];
    const open = studies.find(({ studyInstanceUid }) => studyInstanceUid === uid);
    const { seriesInstanceUid } = measurement.place;
    const modality = open?.series.find((one) => one.seriesInstanceUid === seriesInstanceUid)?.modality;
    return [{ measurement, studyDate: open?.study?.studyDate, modality }];
  });
}

/** Study Instance UIDs from the oldest study to the newest; of one moment the one opened first, the current one, last. */
export function byAge(studyInstanceUids: readonly string[], studies: readonly OpenStudy[]): string[] {
  const placeOf = (uid: string): number =>
    studies.findIndex(({ studyInstanceUid }) => studyInstanceUid === uid);
  const momentOfUid = (uid: string): string => {
    const study = studies[placeOf(uid)]?.study;
    return study ? momentOf(study) : '';
  };
  return studyInstanceUids.toSorted((a, b) => {
    const [one, other] = [momentOfUid(a), momentOfUid(b)];
    return one === other ? placeOf(b) - placeOf(a) : one < other ? -1 : 1;
  });
}
