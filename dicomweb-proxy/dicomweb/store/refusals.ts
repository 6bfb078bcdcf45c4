import { whereItEnds, type Breakage, type Part10Head } from '../../part10/index.ts';
import type { Refusal } from '../../refused/index.ts';

/** PS3.18 Table I.2-2, and for what it has no code of its own: A901 as others use it, 0111 and 0124 (not authorized) from PS3.7 C. */
export const failureReasons = {
  processingFailure: 0x0110,
  otherInstanceThere: 0x0111,
  notAuthorised: 0x0124,
  outOfResources: 0xa700,
  notOfSopClass: 0xa900,
  otherStudy: 0xa901,
  cannotUnderstand: 0xc000,
} as const;

const mediaStorageDirectory = '1.2.840.10008.1.3.10';
/** SOP classes of PS3.4 GG whose objects belong to no patient. */
const ofNoPatient: Readonly<Record<string, string>> = {
  '1.2.840.10008.5.1.4.38.1': 'hanging protocol',
  '1.2.840.10008.5.1.4.39.1': 'colour palette',
  '1.2.840.10008.5.1.4.43.1': 'implant template',
  '1.2.840.10008.5.1.4.44.1': 'implant assembly template',
  '1.2.840.10008.5.1.4.45.1': 'implant template group',
  '1.2.840.10008.5.1.4.1.1.200.1': 'CT defined procedure protocol',
  '1.2.840.10008.5.1.4.1.1.200.3': 'protocol approval',
};

export const notDicom: Refusal = {
  code: 'not-dicom',
  failureReason: failureReasons.cannotUnderstand,
  text: 'not a DICOM file',
};

/** The same whatever the reason: it would tell of what is there. */
export const notPermitted: Refusal = {
  code: 'not-permitted',
  failureReason: failureReasons.notAuthorised,
  text: 'you may not store into this study',
};

/** Of a file whose header is cut. */
export const cutHeader: Refusal = {
  code: 'cut',
  failureReason: failureReasons.cannotUnderstand,
  text: 'the file ends too early, within its header',
};

export const otherFileThere: Refusal = {
  code: 'other-file-there',
  failureReason: failureReasons.otherInstanceThere,
  text: 'another file is stored under this UID',
};

export const archiveFull: Refusal = {
  code: 'archive-full',
  failureReason: failureReasons.outOfResources,
  text: 'the archive cannot write, its disk may be full',
};

export const otherStudy = (study: string | undefined): Refusal => ({
  code: 'other-study',
  failureReason: failureReasons.otherStudy,
  text: study ? `belongs to study ${study}` : 'its study cannot be made out',
  details: { study: study ?? '' },
});

/** What keeps an instance from being asked for (PS3.18 10.4), though the archive would take it; undefined for nothing. */
export function withoutIdentity(head: Part10Head): Refusal | undefined {
  const { sopClassUid = '', sopInstanceUid, studyInstanceUid, seriesInstanceUid } = head;
  const failureReason = failureReasons.notOfSopClass;
  if (sopClassUid === mediaStorageDirectory) {
    return { code: 'directory', failureReason, text: 'a DICOMDIR: a directory of files, no instance' };
  }
  if (!head.isComplete) return undefined;
  const missing = [
    ...(sopInstanceUid ? [] : ['SOP']),
    ...(studyInstanceUid ? [] : ['Study']),
    ...(seriesInstanceUid ? [] : ['Series']),
  ];
  if (missing.length === 0) return undefined;
  const kind = ofNoPatient[sopClassUid];
  if (kind) {
    const text = `a ${kind}, which belongs to no study`;
    return { code: 'no-patient-object', failureReason, text, details: { kind } };
  }
  const names = missing.map((name) => `${name} Instance UID`).join(', ');
  return { code: 'no-uids', failureReason, text: `lacks ${names}`, details: { missing: names } };
}

/**
 * Why the archive did not take it.
 * @param file all of it, where it is small enough to be looked through
 */
export function refusedByArchive(status: number, reason: string, file: Buffer | undefined): Refusal {
  if (status !== 400) {
    return {
      code: 'archive-failed',
      failureReason: failureReasons.processingFailure,
      text: reason,
      details: { reason },
    };
  }
  const failureReason = failureReasons.cannotUnderstand;
  const breakage = file && whereItEnds(file);
  if (breakage) return { ...broken(breakage), failureReason };
  return { code: 'archive-refuses', failureReason, text: reason, details: { reason } };
}

/** More than a transmission that was cut would lack of a file that is held in memory. */
const absurdBytes = 256 * 1024 ** 2;

/**
 * A length that is nowhere near the truth: the archive would take as much memory before it refused the file.
 * @param file all of it
 */
export function absurdLength(file: Buffer): Refusal | undefined {
  const breakage = whereItEnds(file);
  if (breakage?.kind !== 'ends-within' || (breakage.missingBytes ?? 0) < absurdBytes) return undefined;
  return { ...broken(breakage), failureReason: failureReasons.cannotUnderstand };
}

function broken(breakage: Breakage): Pick<Refusal, 'code' | 'text' | 'details'> {
  if (breakage.kind === 'no-element') {
    const { at } = breakage;
    return { code: 'unreadable', text: `no DICOM element at byte ${at} of the data set`, details: { at } };
  }
  const { tag, missingBytes } = breakage;
  const many = missingBytes === undefined ? '' : `, ${missingBytes} bytes are missing`;
  return {
    code: 'cut',
    text: `ends within ${tag}${many}`,
    details: { tag, ...(missingBytes !== undefined && { missingBytes }) },
  };
}
