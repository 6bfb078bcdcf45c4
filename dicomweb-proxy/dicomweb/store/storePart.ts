import {
  completeUids,
  completion,
  part10Head,
  type HeadResult,
  type Part10Head,
  type Part10Layout,
} from '../../part10/index.ts';
import type { Origin, ReceivedFile, Refusal, RefusedFiles } from '../../refused/index.ts';
import type { Permit } from '../access/IncomingFiles.ts';
import { fileAttributes } from './fileAttributes.ts';
import { HttpProblem } from '../problems.ts';
import type { CheckedArchive } from '../RouteContext.ts';
import {
  absurdLength,
  archiveFull,
  cutHeader,
  notDicom,
  notPermitted,
  otherFileThere,
  otherStudy,
  refusedByArchive,
  withoutIdentity,
} from './refusals.ts';

/** PS3.18 Table I.2-1 */
export const warningReasons = { coerced: 0xb000, notOfSopClass: 0xb007 } as const;

export type PartOutcome =
  | { kind: 'stored'; head: Part10Head; archiveId: string; warning?: number }
  | { kind: 'failed'; head: Part10Head | undefined; refusal: Refusal };

export interface StoreContext {
  archive: CheckedArchive;
  refused: RefusedFiles;
}

export interface StoreOptions {
  /** The only study allowed, if any. */
  studyInstanceUid?: string | undefined;
  /** UIDs that are missing are made up. */
  completeUids?: boolean;
  /** Whether it may be stored where it belongs; undefined: anything may. */
  permit?: Permit | undefined;
}

/** Study Instance UID lies before this in all but the oddest files. */
const mostHeadBytes = 4 * 1024 ** 2;
/** The archive takes an instance into its memory as a whole. */
const largestInstanceBytes = 2 * 1024 ** 3;
/** To be given UIDs a file is held in memory. */
const largestCompletedBytes = 512 * 1024 ** 2;

/**
 * Stores one part: its head is looked at, then the bytes go on as they come. What is refused is kept aside.
 * @throws ArchiveUnavailableError; HttpProblem of the body when the client's data ends midway
 */
export async function storePart(
  context: StoreContext,
  body: AsyncIterable<Buffer>,
  origin: Origin,
  options: StoreOptions = {},
): Promise<PartOutcome> {
  const rest = body[Symbol.asyncIterator]();
  const start = await readHead(rest);
  const received = context.refused.receive(start.bytes, rest);
  try {
    const outcome = await storeReceived(context.archive, received, start, options);
    if (outcome.kind === 'failed' && isWorthKeeping(outcome.refusal)) {
      await context.refused.keep(received, outcome.refusal, origin);
    }
    return outcome;
  } finally {
    await received.discard();
  }
}

/** Stores a file that was refused. It stays where it is. */
export async function storeAgain(
  { archive, refused }: StoreContext,
  id: string,
  options: StoreOptions,
): Promise<PartOutcome> {
  const rest = refused.read(id);
  const start = await readHead(rest);
  const received = refused.receive(start.bytes, rest);
  try {
    return await storeReceived(archive, received, start, options);
  } finally {
    await rest.return(undefined);
    await received.discard();
  }
}

/**
 * A directory says nothing that the files do not; what the disk has no room for is sent again; for who may not store nothing
 * is kept either.
 */
const isWorthKeeping = ({ code }: Refusal): boolean =>
  code !== 'directory' && code !== 'archive-full' && code !== notPermitted.code;

async function storeReceived(
  archive: CheckedArchive,
  received: ReceivedFile,
  { bytes, result, isWhole }: FileStart,
  { studyInstanceUid, completeUids: mayComplete, permit }: StoreOptions,
): Promise<PartOutcome> {
  const head = result.kind === 'not-dicom' ? undefined : result.head;
  if (!head) return { kind: 'failed', head, refusal: notDicom };
  if (result.kind === 'more' && isWhole) return { kind: 'failed', head, refusal: cutHeader };
  const refusal = withoutIdentity(head);
  if (refusal?.code === 'no-uids' && mayComplete)
    return completed(archive, received, head, studyInstanceUid, permit);
  if (refusal) return { kind: 'failed', head, refusal };
  const its = head.studyInstanceUid;
  if (studyInstanceUid !== undefined && its !== studyInstanceUid) {
    return { kind: 'failed', head, refusal: otherStudy(its) };
  }
  const attributes = (): Readonly<Record<string, string>> => fileAttributes(bytes, isWhole);
  if (permit && !(await permit({ ...placeOf(head), attributes })))
    return { kind: 'failed', head, refusal: notPermitted };
  const layout = result.kind === 'head' ? result.layout : undefined;
  const whole = await received.whole();
  const absurd = whole && absurdLength(whole);
  if (absurd) return { kind: 'failed', head, refusal: absurd };
  const outcome = await archive.store(limited(asPart10(received.stream(), layout, head)));
  if (outcome.kind === 'differs') return { kind: 'failed', head, refusal: otherFileThere };
  if (outcome.kind === 'full') return { kind: 'failed', head, refusal: archiveFull };
  if (outcome.kind === 'refused') {
    await received.finish();
    return {
      kind: 'failed',
      head,
      refusal: refusedByArchive(outcome.status, outcome.reason, received.inMemory()),
    };
  }
  const { archiveId } = outcome;
  if (permit && !(await wentWhereItSaid(archive, head, attributes, outcome, permit))) {
    return { kind: 'failed', head, refusal: notPermitted };
  }
  const warning = warningFor(head, layout);
  // What is too odd to be read here, the archive has read.
  const uids = head.isComplete ? {} : await archive.placeOf(archiveId);
  return { kind: 'stored', head: { ...head, ...uids }, archiveId, ...warning };
}

type Place = Parameters<Permit>[0];

const placeOf = ({ studyInstanceUid, patientId, isComplete }: Part10Head): Omit<Place, 'attributes'> => ({
  studyInstanceUid: isComplete ? studyInstanceUid : undefined,
  patientId,
});

/**
 * A file can be made so that two readers find different UIDs in it. If the archive has put it elsewhere than was permitted, that
 * has to be permitted too, or it is taken out again.
 */
async function wentWhereItSaid(
  archive: CheckedArchive,
  head: Part10Head,
  attributes: Place['attributes'],
  { kind, archiveId }: { kind: string; archiveId: string },
  permit: Permit,
): Promise<boolean> {
  if (archive.isNamedAfter(archiveId, head)) return true;
  const { studyInstanceUid, patientId } = await archive.placeOf(archiveId);
  if (await permit({ studyInstanceUid, patientId, attributes })) return true;
  if (kind === 'stored') await archive.delete('instances', [archiveId]);
  return false;
}

function warningFor(head: Part10Head, layout: Part10Layout | undefined): { warning?: number } {
  if (head.contradicts) return { warning: warningReasons.notOfSopClass };
  // The data set is as it came, the header before it is new.
  return layout && layout.lacks !== 'nothing' ? { warning: warningReasons.coerced } : {};
}

/** The same with UIDs made up for those that are missing. */
async function completed(
  archive: CheckedArchive,
  received: ReceivedFile,
  head: Part10Head,
  studyInstanceUid: string | undefined,
  permit: Permit | undefined,
): Promise<PartOutcome> {
  const chunks: Buffer[] = [];
  for await (const chunk of received.stream()) {
    if (received.bytes > largestCompletedBytes) {
      throw new HttpProblem(
        413,
        'instance-too-large',
        'To be given UIDs an instance may have 512 MB at most',
      );
    }
    chunks.push(chunk);
  }
  let file: Buffer;
  try {
    file = completeUids(Buffer.concat(chunks));
  } catch (error) {
    const reason = (error as Error).message;
    return { kind: 'failed', head, refusal: refusedByArchive(400, reason, Buffer.concat(chunks)) };
  }
  const now = part10Head(file, true);
  const itsHead = now.kind === 'not-dicom' ? head : now.head;
  if (studyInstanceUid !== undefined && itsHead.studyInstanceUid !== studyInstanceUid) {
    return { kind: 'failed', head: itsHead, refusal: otherStudy(itsHead.studyInstanceUid) };
  }
  const attributes = (): Readonly<Record<string, string>> => fileAttributes(file, true);
  if (permit && !(await permit({ ...placeOf(itsHead), attributes }))) {
    return { kind: 'failed', head: itsHead, refusal: notPermitted };
  }
  const outcome = await archive.store(once(file));
  if (outcome.kind === 'differs') return { kind: 'failed', head: itsHead, refusal: otherFileThere };
  if (outcome.kind === 'full') return { kind: 'failed', head: itsHead, refusal: archiveFull };
  if (outcome.kind === 'refused') {
    return {
      kind: 'failed',
      head: itsHead,
      refusal: refusedByArchive(outcome.status, outcome.reason, file),
    };
  }
  return { kind: 'stored', head: itsHead, archiveId: outcome.archiveId, warning: warningReasons.coerced };
}

async function* once(file: Buffer): AsyncGenerator<Buffer> {
  yield file;
}

/** The beginning of a file, and whether that is all of it. */
interface FileStart {
  bytes: Buffer;
  result: HeadResult;
  isWhole: boolean;
}

/** The beginning of the part, as much of it as it takes to know whose it is. */
async function readHead(rest: AsyncIterator<Buffer>): Promise<FileStart> {
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

/** With the header that it lacks; the data set as it comes. */
async function* asPart10(
  stream: AsyncIterable<Buffer>,
  layout: Part10Layout | undefined,
  head: Part10Head,
): AsyncGenerator<Buffer> {
  const { prefix, skip } = layout ? completion(layout, head) : { prefix: Buffer.alloc(0), skip: 0 };
  if (prefix.length > 0) yield prefix;
  let toSkip = skip;
  for await (const chunk of stream) {
    if (toSkip < chunk.length) yield chunk.subarray(toSkip);
    toSkip = Math.max(0, toSkip - chunk.length);
  }
}

async function* limited(stream: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let total = 0;
  for await (const chunk of stream) {
    total += chunk.length;
    if (total > largestInstanceBytes) {
      throw new HttpProblem(413, 'instance-too-large', 'An instance may have 2 GB at most');
    }
    yield chunk;
  }
}
