import {
  unitText,
  type Finding,
  type FindingEntry,
  type NoChangeReason,
  type Reader,
  type SizeChange,
  type VolumeDoubling,
} from '../../imaging/index.ts';

/** How a finding has changed, or why that cannot be said. */
export type SizeChangeReport =
  | {
      comparable: true;
      /** The diameter first: `length`, `meanDiameter` or `effectiveDiameter`. `percent` of the earlier size. */
      differences: { quantity: string; absolute: number; unit: string; percent: number }[];
      /** By Study Date. */
      days: number;
      doubling: VolumeDoubling;
      /** The diameter differs by less than 2 mm: measuring by hand cannot tell. */
      withinError: boolean;
    }
  | { comparable: false; reason: NoChangeReason; days: number | null };

export interface FindingEntryReport {
  measurementId: string;
  studyInstanceUID: string;
  /** `YYYYMMDD`. */
  studyDate: string | null;
  sizes: { quantity: string; value: number; unit: string }[];
  /** Null on the first date. */
  sincePrevious: SizeChangeReport | null;
  /** Null on the first two dates. */
  sinceFirst: SizeChangeReport | null;
}

export interface FindingReport {
  trackingUID: string;
  label: string;
  /** One for each study, the oldest first. */
  entries: FindingEntryReport[];
}

export interface FollowUpReport {
  findings: FindingReport[];
  /** What may be one finding by its place, until somebody says so (`pairMeasurements`) or not (`refuseProposal`). */
  proposals: { measurementIds: string[]; distanceMm: number }[];
}

/** Findings followed over several dates. */
export interface FollowUpCalls {
  getFollowUp(): Promise<FollowUpReport>;
  /** Measurements of two to four studies are of one finding, as are those they were paired with before. */
  pairMeasurements(ids: string[]): Promise<FindingReport>;
  /** Takes a measurement out of its finding. */
  unpairMeasurement(id: string): Promise<void>;
  /** These are not of one finding: they are not proposed again, also after a reload. */
  refuseProposal(ids: string[]): Promise<void>;
}

/** Following findings, carried out on a reading room. */
export const followUpCalls = ({ followUp, reports }: Reader): FollowUpCalls => {
  const whenKept = () => Promise.all([followUp.whenKept, reports.whenKept]);
  return {
    getFollowUp: async () => {
      const { findings, proposals } = followUp.state;
      return {
        findings: findings.map(findingReport),
        proposals: proposals.map(({ ids, distanceMm }) => ({ measurementIds: [...ids], distanceMm })),
      };
    },
    pairMeasurements: async (ids) => {
      const uid = followUp.pair(ids);
      const finding = followUp.state.findings.find(({ trackingUid }) => trackingUid === uid);
      if (!finding) throw new Error('the measurements were not paired');
      await whenKept();
      return findingReport(finding);
    },
    unpairMeasurement: async (id) => {
      followUp.unpair(id);
      await whenKept();
    },
    refuseProposal: async (ids) => {
      followUp.refuse(ids);
      await whenKept();
    },
  };
};

const findingReport = ({ trackingUid, label, entries }: Finding): FindingReport => ({
  trackingUID: trackingUid,
  label,
  entries: entries.map(entryReport),
});

const entryReport = (entry: FindingEntry): FindingEntryReport => ({
  measurementId: entry.measurement.id,
  studyInstanceUID: entry.measurement.place.studyInstanceUid,
  studyDate: entry.studyDate ?? null,
  sizes: entry.sizes.map((size) => ({ ...size, unit: unitText(size.unit) })),
  sincePrevious: changeReport(entry.sincePrevious),
  sinceFirst: changeReport(entry.sinceFirst),
});

function changeReport(change: SizeChange | undefined): SizeChangeReport | null {
  if (!change) return null;
  if (!change.comparable) return { ...change, days: change.days ?? null };
  return { ...change, differences: change.differences.map((one) => ({ ...one, unit: unitText(one.unit) })) };
}
