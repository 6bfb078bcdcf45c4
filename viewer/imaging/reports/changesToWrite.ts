import { changeOf, stillHolds, type Finding, type FindingChange } from '../followUp/index.ts';
import type { Measurement } from '../measurements/index.ts';

/** Changes of findings, by the id of the later measurement. */
export type Changes = ReadonlyMap<string, FindingChange>;

/**
 * What a report is to say of how findings have changed: since the newest earlier exam that is known. Where that is not at hand now,
 * what the report before said of it stays as long as it is true of the measurement.
 *
 * @param written what the reports before say
 * @param isAtHand whether the measurements of a study are in the room, so that what was said of it is known anew
 */
export function changesToWrite(
  measurements: readonly Measurement[],
  findings: readonly Finding[],
  written: Changes,
  isAtHand: (studyInstanceUid: string) => boolean,
): Changes {
  return new Map(
    measurements.flatMap((measurement) => {
      const now = changeOf(findings, measurement.id);
      const before = written.get(measurement.id);
      const stays =
        before &&
        !isAtHand(before.previousStudyUid) &&
        stillHolds(before, measurement) &&
        (!now || now.previousStudyDate < before.previousStudyDate);
      const change = stays ? before : now;
      return change ? [[measurement.id, change] as const] : [];
    }),
  );
}

/** Whether reports would say the same. Figures that differ by less than can be read are the same. */
export const sameChanges = (one: Changes, other: Changes): boolean => textOf(one) === textOf(other);

const textOf = (changes: Changes): string =>
  JSON.stringify(
    [...changes].toSorted(([a], [b]) => (a < b ? -1 : 1)),
    (_, value: unknown) => (typeof value === 'number' ? value.toPrecision(6) : value),
  );
