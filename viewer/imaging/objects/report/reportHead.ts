import type { DicomJson } from '../../../../pixels/index.ts';
import { name, sequence, string, type PersonName } from '../../../dicomweb/index.ts';

/** What stands above a report: how far it is, who answers for it, what came before (PS3.3 C.17.2). */
export interface ReportHead {
  /** DA and TM. */
  readonly contentDate: string | undefined;
  readonly contentTime: string | undefined;
  /** PARTIAL or COMPLETE. */
  readonly completion: string | undefined;
  /** UNVERIFIED or VERIFIED. */
  readonly verification: string | undefined;
  /** PRELIMINARY or FINAL. */
  readonly preliminary: string | undefined;
  readonly verifiers: readonly {
    readonly name: PersonName | undefined;
    readonly organization: string | undefined;
    /** DT. */
    readonly verifiedAt: string | undefined;
  }[];
  readonly manufacturer: string | undefined;
  readonly institution: string | undefined;
  readonly seriesDescription: string | undefined;
  /** SOP Instance UIDs of the documents this one replaces. */
  readonly predecessors: readonly string[];
}

export const reportHead = (instance: DicomJson): ReportHead => ({
  contentDate: string(instance, '00080023'),
  contentTime: string(instance, '00080033'),
  completion: string(instance, '0040A491'),
  verification: string(instance, '0040A493'),
  preliminary: string(instance, '0040A496'),
  verifiers: sequence(instance, '0040A073').map((one) => ({
    name: name(one, '0040A075'),
    organization: string(one, '0040A027'),
    verifiedAt: string(one, '0040A030'),
  })),
  manufacturer: string(instance, '00080070'),
  institution: string(instance, 'InstitutionName'),
  seriesDescription: string(instance, 'SeriesDescription'),
  predecessors: sequence(instance, '0040A360').flatMap((study) =>
    sequence(study, '00081115').flatMap((series) =>
      sequence(series, '00081199').flatMap((object) => string(object, '00081155') ?? []),
    ),
  ),
});
