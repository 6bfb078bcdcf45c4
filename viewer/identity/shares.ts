import { ask, call } from './call.ts';

export type ShareState = 'open' | 'not-yet' | 'expired' | 'withdrawn' | 'used-up' | 'locked';

/** What somebody has shared. Times are ISO 8601. */
export interface Share {
  readonly id: string;
  /** Below this site: `/s/…`; for who has an account the reading room. */
  readonly path: string;
  readonly studyInstanceUid: string;
  /** How many studies it is about. */
  readonly studies: number;
  readonly proof: 'phone' | 'id' | 'account';
  /** Whom it is for: a name, or most of it hidden. */
  readonly for: string;
  readonly history: boolean;
  readonly report: boolean;
  readonly download: boolean;
  readonly createdAt: string;
  readonly createdBy: string;
  readonly validFrom: string;
  readonly validUntil: string;
  readonly openings: number;
  readonly maxOpenings: number | null;
  readonly extractionUntil: string | null;
  readonly state: ShareState;
}

export interface ShareInput {
  phone?: string;
  /** the last six characters of an ID */
  idDigits?: string;
  /** the id of one of the `experts` */
  person?: string;
  history: boolean;
  report: boolean;
  download: boolean;
  /** ISO 8601 */
  validUntil: string;
  maxOpenings: number | null;
}

export interface ShareLimits {
  longestDays: number;
  usualDays: number;
  mostOpenings: number | null;
  idDigits: boolean;
  download: boolean;
  longestExtractionHours: number;
}

export interface Expert {
  readonly id: string;
  readonly name: string;
  readonly institutions: readonly string[];
}

export interface SharingSettings {
  readonly limits: ShareLimits;
  readonly version: number;
  /** Whether messages can be sent at all. */
  readonly sendsCodes: boolean;
  /** With whom it can be shared by name. */
  readonly experts: readonly Expert[];
}

const pathOf = (id: string): string => `/api/shares/${encodeURIComponent(id)}`;

/** @throws DicomwebError `not-allowed`, `not-permitted`, `sms-not-configured` */
export const createShare = (studyInstanceUid: string, input: ShareInput): Promise<Share> =>
  ask(`/api/studies/${encodeURIComponent(studyInstanceUid)}/shares`, { method: 'POST', body: input });

/** One's own, for administrators everybody's; the newest first. @throws DicomwebError */
export const listShares = (studyInstanceUid?: string, signal?: AbortSignal): Promise<Share[]> =>
  ask(
    `/api/shares${studyInstanceUid === undefined ? '' : `?${new URLSearchParams({ study: studyInstanceUid })}`}`,
    { signal },
  );

/** It is over at once, everywhere. @throws DicomwebError */
export async function revokeShare(id: string): Promise<void> {
  await call(pathOf(id), { method: 'DELETE' });
}

/** A code without which no files are handed out; it cannot be had again. @throws DicomwebError `not-allowed` */
export const newExtraction = (id: string, hours: number): Promise<{ code: string; until: string }> =>
  ask(`${pathOf(id)}/extraction`, { method: 'POST', body: { hours } });

/** Address of the QR code that leads to it at `origin`. */
export const qrAddress = ({ id }: Pick<Share, 'id'>, format: 'svg' | 'png', origin: string): string =>
  `${pathOf(id)}/qr.${format}?${new URLSearchParams({ origin })}`;

/** @throws DicomwebError */
export const fetchSharing = (signal?: AbortSignal): Promise<SharingSettings> =>
  ask('/api/sharing', { signal });

/** @throws DicomwebError `changed-meanwhile`, `not-allowed` */
export const saveSharing = (limits: ShareLimits, version: number): Promise<SharingSettings> =>
  ask('/api/sharing', { method: 'PUT', body: { limits, version } });
