import { parseDate } from '../../dicomweb/index.ts';
import { trackingOf, type Measurement } from '../measurements/index.ts';
import type { Finding } from './findings.ts';
import { sizesOf, type SizeQuantity } from './findingSize.ts';

/** How much one size of a finding has changed since the exam before. */
export interface ChangedSize {
  readonly quantity: SizeQuantity;
  /** What it was, in `unit`. */
  readonly previous: number;
  /** Now less then, in `unit`. */
  readonly absolute: number;
  /** Of what it was. */
  readonly percent: number;
  readonly unit: string;
}

/** What has become of a finding since the exam before, as it is written into the report of the later one. */
export interface FindingChange {
  readonly trackingUid: string;
  /** The exam before: the newest earlier one in which the finding was measured. */
  readonly previousStudyUid: string;
  /** Its Study Date (0008,0020), `YYYYMMDD`. */
  readonly previousStudyDate: string;
  /** The diameter first; at least one. */
  readonly sizes: readonly ChangedSize[];
  /** Whole days between the exams. */
  readonly days: number;
  /** Volume doubling time, where there is one. */
  readonly doublingDays: number | undefined;
}

/** What has become of a measurement's finding since the exam before; undefined where that is not known or cannot be told. */
export function changeOf(findings: readonly Finding[], measurementId: string): FindingChange | undefined {
  for (const { entries, trackingUid } of findings) {
    const at = entries.findIndex(({ measurement }) => measurement.id === measurementId);
    const [before, entry] = [entries[at - 1], entries[at]];
    const change = entry?.sincePrevious;
    const previousStudyDate = asDa(before?.studyDate);
    if (!before || !change?.comparable || previousStudyDate === undefined) continue;
    return {
      trackingUid,
      previousStudyUid: before.measurement.place.studyInstanceUid,
      previousStudyDate,
      sizes: change.differences.flatMap(({ quantity, absolute, percent, unit }) => {
        const was = before.sizes.find((size) => size.quantity === quantity);
        return was ? [{ quantity, previous: was.value, absolute, percent, unit }] : [];
      }),
      days: change.days,
      doublingDays: change.doubling.kind === 'days' ? change.doubling.days : undefined,
    };
  }
  return undefined;
}

/** Whether what a report says of a change is still true of the measurement: the same finding, the same sizes. */
export function stillHolds({ trackingUid, sizes }: FindingChange, measurement: Measurement): boolean {
  const now = sizesOf(measurement);
  return (
    trackingUid === trackingOf(measurement) &&
    sizes.every(({ quantity, previous, absolute, unit }) =>
      now.some(
        (size) =>
          size.quantity === quantity &&
          size.unit === unit &&
          Math.abs(size.value - previous - absolute) < 1e-6 * Math.max(1, size.value),
      ),
    )
  );
}

function asDa(date: string | undefined): string | undefined {
  const day = parseDate(date);
  const pad = (value: number, digits: number): string => String(value).padStart(digits, '0');
  return day && pad(day.year, 4) + pad(day.month, 2) + pad(day.day, 2);
}
