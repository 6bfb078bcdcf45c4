import { ask } from './call.ts';
import type { ShareState } from './shares.ts';

/** What somebody sees of a share who has opened it. */
export interface VisitedShare {
  readonly studyInstanceUid: string;
  readonly studies: readonly string[];
  readonly history: boolean;
  readonly report: boolean;
  readonly download: boolean;
  /** ISO 8601 */
  readonly validUntil: string;
  readonly extractionUntil: string | null;
  /** The last four characters of what it was opened with. */
  readonly mark: string;
}

const pathOf = (id: string): string => `/api/shares/${encodeURIComponent(id)}`;

/** @throws DicomwebError `no-such-share` */
export const fetchShareState = (id: string): Promise<{ state: ShareState; proof: 'phone' | 'id' }> =>
  ask(`${pathOf(id)}/state`, { open: true });

/** Sends a code, if the telephone is the one that it was shared with; the answer is the same. @throws DicomwebError */
export const askForCode = (id: string, phone: string, language: 'zh-CN' | 'en'): Promise<unknown> =>
  ask(`${pathOf(id)}/codes`, { method: 'POST', body: { phone, language }, open: true });

/** @throws DicomwebError `share-refused`, `share-expired`, … */
export const openShare = (
  id: string,
  proof: { phone: string; code: string } | { idDigits: string },
): Promise<{ token: string }> => ask(`${pathOf(id)}/sessions`, { method: 'POST', body: proof, open: true });

/** Of the session that the page has. @throws DicomwebError */
export const fetchVisitedShare = (): Promise<VisitedShare> => ask('/api/share', { open: true });

/** Where the files are, for two minutes. @throws DicomwebError `extraction-refused`, `extraction-expired` */
export const extract = (code: string): Promise<{ address: string }> =>
  ask('/api/share/archive', { method: 'POST', body: { code }, open: true });
