import { createHash } from 'node:crypto';
import type { StudyToRead } from '../viewerRequests.ts';
import { rewriteValues } from './rewriteValues.ts';

/** (0002,0003), (0008,0018), (0020,000D), (0020,000E), (0020,0052) */
const uidTags = new Set([0x00020003, 0x00080018, 0x0020000d, 0x0020000e, 0x00200052]);
/** (0010,0020) Patient ID, (0008,0050) Accession Number */
const numberedTags = new Set([0x00100020, 0x00080050]);

/**
 * The UID that stands for `uid` in a copy of a study: below 2.25 (PS3.5 B.2), as long as the original, always the same for
 * the same copy.
 */
export function uidOfCopy(uid: string, copy: number): string {
  if (!/^2\.25\.\d{20,39}$/.test(uid)) throw new Error(`not a UID of the demo: ${uid}`);
  const digest = createHash('sha256').update(`${uid}\n${copy}`).digest('hex');
  // A 1 in front keeps a number of 39 digits below 2^128.
  return `2.25.1${BigInt(`0x${digest}`)
    .toString()
    .padStart(70, '7')
    .slice(0, uid.length - 6)}`;
}

export const studyOfCopy = (template: StudyToRead, copy: number): StudyToRead => ({
  patientId: numbered(template.patientId, copy),
  studyInstanceUid: uidOfCopy(template.studyInstanceUid, copy),
  series: template.series.map(({ seriesInstanceUid, sopInstanceUids }) => ({
    seriesInstanceUid: uidOfCopy(seriesInstanceUid, copy),
    sopInstanceUids: sopInstanceUids.map((uid) => uidOfCopy(uid, copy)),
  })),
});

/** An instance of another patient's study with the same image. */
export const instanceOfCopy = (file: Uint8Array, copy: number): Buffer =>
  rewriteValues(file, (tag, value) => {
    if (uidTags.has(tag)) return uidOfCopy(value, copy);
    if (numberedTags.has(tag)) return numbered(value, copy);
    return undefined;
  });

/** PERF00000042, as long as `value`. */
const numbered = (value: string, copy: number): string =>
  `PERF${String(copy).padStart(value.length - 4, '0')}`;
