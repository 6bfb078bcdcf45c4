import type { Archive } from '../../archive/index.ts';
import { HttpProblem } from '../problems.ts';
import { part10Head, type HeadResult, type Part10Head } from './part10Head.ts';

/** PS3.18 Table I.2-2, and for what it has no code of its own: A901 as others use it, 0111 from PS3.7 C.4.2.1.4. */
export const failureReasons = {
  processingFailure: 0x0110,
  otherInstanceThere: 0x0111,
  outOfResources: 0xa700,
  notOfSopClass: 0xa900,
  otherStudy: 0xa901,
  cannotUnderstand: 0xc000,
} as const;

/** PS3.18 Table I.2-1 */
export const warningReasons = { notOfSopClass: 0xb007 } as const;

export type PartOutcome =
  | { kind: 'stored'; head: Part10Head; archiveId: string; warning?: number }
  | { kind: 'failed'; head: Part10Head | undefined; reason: number; text: string };

/** Study Instance UID lies before this in all but the oddest files. */
const mostHeadBytes = 4 * 1024 ** 2;
/** The archive takes an instance into its memory as a whole. */
const largestInstanceBytes = 2 * 1024 ** 3;

/**
 * Stores one part: its head is looked at, then the bytes go on as they come.
 * @param studyInstanceUid the only study allowed, if any
 * @throws ArchiveUnavailableError; HttpProblem of the body when the client's data ends midway
 */
export async function storePart(
  archive: Archive,
  body: AsyncIterable<Buffer>,
  studyInstanceUid: string | undefined,
): Promise<PartOutcome> {
  const rest = body[Symbol.asyncIterator]();
  const { bytes, result, isWhole } = await readHead(rest);
  const head = result.kind === 'not-dicom' ? undefined : result.head;
  if (!head || (result.kind === 'more' && isWhole)) {
    const text = head ? 'the file ends too early' : 'not a DICOM Part 10 file';
    return { kind: 'failed', head, reason: failureReasons.cannotUnderstand, text };
  }
  const { studyInstanceUid: its } = head;
  if (head.isComplete && !(head.sopInstanceUid && its && head.seriesInstanceUid)) {
    // The archive would take it, and nobody could ever ask for it (PS3.18 10.4).
    const text = 'no Study, Series or SOP Instance UID';
    return { kind: 'failed', head, reason: failureReasons.notOfSopClass, text };
  }
  if (studyInstanceUid !== undefined && its !== studyInstanceUid) {
    const text = its ? `belongs to study ${its}` : 'its study cannot be made out';
    return { kind: 'failed', head, reason: failureReasons.otherStudy, text };
  }
  const outcome = await archive.store(joined(bytes, rest));
  if (outcome.kind === 'differs') {
    const text = 'another file is stored under this UID';
    return { kind: 'failed', head, reason: failureReasons.otherInstanceThere, text };
  }
  if (outcome.kind === 'full') {
    const text = 'the archive cannot write, its disk may be full';
    return { kind: 'failed', head, reason: failureReasons.outOfResources, text };
  }
  if (outcome.kind !== 'refused') {
    const { archiveId } = outcome;
    const warning = head.contradicts ? { warning: warningReasons.notOfSopClass } : {};
    // What is too odd to be read here, the archive has read.
    const uids = head.isComplete ? {} : await archive.uidsOf(archiveId);
    return { kind: 'stored', head: { ...head, ...uids }, archiveId, ...warning };
  }
  const reason = outcome.status === 400 ? failureReasons.cannotUnderstand : failureReasons.processingFailure;
  return { kind: 'failed', head, reason, text: outcome.reason };
}

/** The beginning of the part, as much of it as it takes to know whose it is. */
async function readHead(
  rest: AsyncIterator<Buffer>,
): Promise<{ bytes: Buffer; result: HeadResult; isWhole: boolean }> {
  let bytes: Buffer = Buffer.alloc(0);
  let result = part10Head(bytes);
  while (result.kind === 'more' && bytes.length < mostHeadBytes) {
    // Looking again only after it has doubled keeps the work linear.
    const chunks = [bytes];
    const wanted = 2 * bytes.length;
    let isWhole = false;
    for (let length = bytes.length; length <= wanted && !isWhole;) {
      const { done, value } = await rest.next();
      if (done) isWhole = true;
      else {
        chunks.push(value);
        length += value.length;
      }
    }
    bytes = Buffer.concat(chunks);
    result = part10Head(bytes, isWhole);
    if (isWhole) return { bytes, result, isWhole };
  }
  return { bytes, result, isWhole: false };
}

async function* joined(first: Buffer, rest: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  yield first;
  let total = first.length;
  for (let next = await rest.next(); !next.done; next = await rest.next()) {
    total += next.value.length;
    if (total > largestInstanceBytes) {
      throw new HttpProblem(413, 'instance-too-large', 'An instance may have 2 GB at most');
    }
    yield next.value;
  }
}
