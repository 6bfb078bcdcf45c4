import { elementEnd, encodingOf, readElement, TooShort } from './element.ts';
import { dataSetBytes, part10Layout, uidText, type Part10Layout } from './layout.ts';

/** What the beginning of a file (PS3.10 7) says of the instance. */
export interface Part10Head {
  /** Of the data set, else of the file meta information. */
  sopClassUid: string | undefined;
  sopInstanceUid: string | undefined;
  transferSyntaxUid: string | undefined;
  /** As it is written, its character set not applied. */
  patientId: string | undefined;
  studyInstanceUid: string | undefined;
  seriesInstanceUid: string | undefined;
  /** The data set could be read up to Series Instance UID: a UID that is undefined is not in it. */
  isComplete: boolean;
  /** File meta information and data set are not of one SOP Instance. */
  contradicts: boolean;
}

export type HeadResult =
  | { kind: 'head'; head: Part10Head; layout: Part10Layout }
  /** Too little of it is there; `head` is what could be read. */
  | { kind: 'more'; head: Part10Head }
  | { kind: 'not-dicom' };

const patientId = 0x00100020;
const studyInstanceUid = 0x0020000d;
const seriesInstanceUid = 0x0020000e;
/** 64 by the standard; some software makes longer ones. */
const longestUid = 128;

/**
 * Reads as far as Series Instance UID (0020,000E).
 * @param isWhole nothing comes after `bytes`
 */
export function part10Head(bytes: Buffer, isWhole = false): HeadResult {
  const head: Part10Head = {
    sopClassUid: undefined,
    sopInstanceUid: undefined,
    transferSyntaxUid: undefined,
    patientId: undefined,
    studyInstanceUid: undefined,
    seriesInstanceUid: undefined,
    isComplete: false,
    contradicts: false,
  };
  const result = part10Layout(bytes, isWhole);
  if (result.kind === 'not-dicom') return { kind: 'not-dicom' };
  if (result.kind === 'more') return { kind: 'more', head };
  const { layout } = result;
  const { sopClassUid, sopInstanceUid, transferSyntaxUid } = layout;
  Object.assign(head, { sopClassUid, sopInstanceUid, transferSyntaxUid });
  try {
    readDataSet(dataSetBytes(bytes, layout), head, isWhole);
  } catch (error) {
    if (error instanceof TooShort) return { kind: 'more', head };
    // What is odd further in, the archive may still understand.
  }
  const isDicom = head.sopInstanceUid || head.isComplete;
  return isDicom ? { kind: 'head', head, layout } : { kind: 'not-dicom' };
}

function readDataSet(bytes: Buffer, head: Part10Head, isWhole: boolean): void {
  const encoding = encodingOf(head.transferSyntaxUid);
  for (let at = 0; ;) {
    if (isWhole && at === bytes.length) {
      head.isComplete = true;
      return;
    }
    const element = readElement(bytes, at, encoding);
    const { tag, valueAt, length } = element;
    if (tag > seriesInstanceUid) {
      head.isComplete = true;
      return;
    }
    const text = (): string => {
      if (length > longestUid) throw new Error(`a UID longer than ${longestUid}`);
      return uidText(bytes, valueAt, length);
    };
    if (tag === 0x00080016) head.sopClassUid = agreed(head, head.sopClassUid, text());
    if (tag === 0x00080018) head.sopInstanceUid = agreed(head, head.sopInstanceUid, text());
    if (tag === patientId) head.patientId = uidText(bytes, valueAt, length).trim();
    if (tag === studyInstanceUid) head.studyInstanceUid = text();
    if (tag === seriesInstanceUid) {
      head.seriesInstanceUid = text();
      head.isComplete = true;
      return;
    }
    at = elementEnd(bytes, element, encoding);
  }
}

/** What the data set says holds. */
function agreed(head: Part10Head, inMeta: string | undefined, inDataSet: string): string {
  if (inMeta && inMeta !== inDataSet) head.contradicts = true;
  return inDataSet;
}
