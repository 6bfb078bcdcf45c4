import { ask, call } from './call.ts';

/** The least of a study, for who looks for it in an emergency. */
export interface EmergencyStudy {
  readonly studyInstanceUid: string;
  /** the first character */
  readonly patientName: string;
  readonly patientSex: string;
  /** DA */
  readonly date: string;
  readonly modalities: readonly string[];
  /** They may open it as any other. */
  readonly readable: boolean;
}

/** What one has opened oneself; times are ISO 8601. */
export interface OwnEmergency {
  readonly id: string;
  readonly studyInstanceUid: string;
  readonly beganAt: string;
  readonly until: string;
  /** Study Instance UIDs that it opens */
  readonly studies: readonly string[];
}

/** As who reviews it sees it. */
export interface Emergency {
  readonly id: string;
  readonly person: string;
  readonly personId: string;
  readonly studyInstanceUid: string;
  readonly patientId: string;
  readonly institution: string;
  readonly reason: string;
  readonly beganAt: string;
  readonly until: string;
  readonly isRunning: boolean;
  readonly reviewer: string | null;
  readonly reviewedAt: string | null;
  readonly reviewNote: string | null;
}

export interface EmergencyList {
  readonly settings: { readonly minutes: number; readonly version: number };
  readonly emergencies: readonly Emergency[];
}

export interface Notice {
  readonly id: string;
  readonly kind: 'emergency';
  readonly at: string;
  readonly isRead: boolean;
  /** name of who it is about */
  readonly person: string;
}

/** By what names one patient or study, whole. @throws DicomwebError `too-many-tries` */
export const searchInEmergency = (
  by: 'accession-number' | 'patient-id',
  value: string,
): Promise<EmergencyStudy[]> => ask('/api/emergency/search', { method: 'POST', body: { by, value } });
/** @throws DicomwebError `readable`, `no-such-study`, `not-allowed` */
export const openInEmergency = (study: string, reason: string): Promise<OwnEmergency> =>
  ask('/api/emergency', { method: 'POST', body: { study, reason } });
/** Those that run. @throws DicomwebError */
export const ownEmergencies = (): Promise<OwnEmergency[]> => ask('/api/emergency');
/** @throws DicomwebError */
export async function endOwnEmergency(id: string): Promise<void> {
  await call(`/api/emergency/${encodeURIComponent(id)}`, { method: 'DELETE' });
}

/** @throws DicomwebError */
export const listEmergencies = (signal?: AbortSignal): Promise<EmergencyList> =>
  ask('/api/emergencies', { signal });
/** @throws DicomwebError `own-emergency`, `reviewed` */
export async function reviewEmergency(id: string, note: string): Promise<void> {
  await call(`/api/emergencies/${encodeURIComponent(id)}/review`, { method: 'POST', body: { note } });
}
/** @throws DicomwebError */
export async function endEmergency(id: string): Promise<void> {
  await call(`/api/emergencies/${encodeURIComponent(id)}/end`, { method: 'POST', body: {} });
}
/** @throws DicomwebError `changed-meanwhile` */
export const setEmergencyMinutes = (
  version: number,
  minutes: number,
): Promise<{ minutes: number; version: number }> =>
  ask('/api/emergencies/settings', { method: 'PUT', body: { version, minutes } });

/** What one is to be told. @throws DicomwebError */
export const listNotices = (signal?: AbortSignal): Promise<Notice[]> => ask('/api/notices', { signal });
/** How many are new. @throws DicomwebError */
export const unreadNotices = async (signal?: AbortSignal): Promise<number> =>
  (await ask<{ unread: number }>('/api/notices/unread', { signal })).unread;
/** All of one's own. @throws DicomwebError */
export async function readNotices(): Promise<void> {
  await call('/api/notices/read', { method: 'POST', body: {} });
}
