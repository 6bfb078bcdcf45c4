import { setTimeout as delay } from 'node:timers/promises';
import type { Candidate } from './importFiles.ts';
import type { DicomwebService, StoreAnswer } from './storeInstances.ts';
import { answers, storeInstances, storedInstances } from './storeInstances.ts';

export type Outcome = { kind: 'stored' } | { kind: 'already-there' } | { kind: 'refused'; reason: string };

export class ArchiveUnreachableError extends Error {}

interface StoreQueueOptions {
  service: DicomwebService;
  onOutcome: (candidate: Candidate, outcome: Outcome) => void;
  /** UIDs that are missing are made up. */
  completeUids: boolean;
  /** How long the archive may be away before the import gives up, ms. */
  patienceMs: number;
  signal?: AbortSignal;
}

const BATCH_FILES = 12;
const BATCH_BYTES = 24 << 20;
const BATCHES_AT_ONCE = 2;
const ATTEMPTS = 4;
const SERIES_REMEMBERED = 256;

/**
 * Sends files in batches, two at a time. When a batch fails as a whole its files are sent singly, so that the one at fault is
 * found and the others are stored.
 */
export class StoreQueue {
  readonly #options: StoreQueueOptions;
  readonly #known = new Map<string, Promise<Set<string> | undefined>>();
  readonly #sending = new Set<Promise<void>>();
  /** SOP Instance UIDs of what is in the batch or being sent. */
  readonly #underWay = new Set<string>();
  #batch: Candidate[] = [];
  #failure: unknown;

  constructor(options: StoreQueueOptions) {
    this.#options = options;
  }

  /** Resolves when there is room for more. @throws ArchiveUnreachableError */
  async add(candidate: Candidate): Promise<void> {
    const { ids } = candidate;
    if (ids) {
      // Of two files of one UID the second is looked at when it is known what became of the first.
      while (this.#underWay.has(ids.sopInstanceUid)) {
        await this.#flush();
        if (this.#sending.size > 0) await Promise.race(this.#sending);
      }
      const known = await this.#knownOf(ids.studyInstanceUid, ids.seriesInstanceUid);
      if (known?.has(ids.sopInstanceUid)) {
        this.#settle(candidate, { kind: 'already-there' });
        return;
      }
    }
    const bytes = this.#batch.reduce((sum, { sizeBytes }) => sum + sizeBytes, candidate.sizeBytes);
    if (!ids || bytes > BATCH_BYTES || this.#batch.length >= BATCH_FILES) await this.#flush();
    if (ids) this.#underWay.add(ids.sopInstanceUid);
    this.#batch.push(candidate);
    // What could not be identified goes alone: nothing in the answer for a batch would tell how it fared.
    if (!ids) await this.#flush();
  }

  async finish(): Promise<void> {
    await this.#flush();
    await Promise.all(this.#sending);
    this.#throwFailure();
  }

  #settle(candidate: Candidate, outcome: Outcome): void {
    const { ids } = candidate;
    if (ids && outcome.kind === 'stored') {
      const known = this.#known.get(`${ids.studyInstanceUid}/${ids.seriesInstanceUid}`);
      void known?.then((uids) => uids?.add(ids.sopInstanceUid));
    }
    if (ids && outcome.kind !== 'already-there') this.#underWay.delete(ids.sopInstanceUid);
    this.#options.onOutcome(candidate, outcome);
  }

  #throwFailure(): void {
    this.#options.signal?.throwIfAborted();
    if (this.#failure) throw this.#failure;
  }

  #knownOf(studyInstanceUid: string, seriesInstanceUid: string): Promise<Set<string> | undefined> {
    const key = `${studyInstanceUid}/${seriesInstanceUid}`;
    const known =
      this.#known.get(key) ??
      storedInstances(this.#options.service, studyInstanceUid, seriesInstanceUid, this.#options.signal);
    this.#known.delete(key);
    this.#known.set(key, known);
    const oldest = this.#known.keys().next().value;
    if (this.#known.size > SERIES_REMEMBERED && oldest !== undefined) this.#known.delete(oldest);
    return known;
  }

  async #flush(): Promise<void> {
    const batch = this.#batch;
    this.#batch = [];
    while (this.#sending.size >= BATCHES_AT_ONCE) await Promise.race(this.#sending);
    this.#throwFailure();
    if (batch.length === 0) return;
    const sending: Promise<void> = this.#send(batch)
      .catch((error: unknown) => void (this.#failure ??= error))
      .finally(() => this.#sending.delete(sending));
    this.#sending.add(sending);
  }

  async #send(batch: readonly Candidate[]): Promise<void> {
    const { service, completeUids, signal } = this.#options;
    if (batch.length > 1) {
      const answer = await storeInstances(service, batch, signal, completeUids);
      if (answer.kind === 'answered') {
        const unclear = batch.filter((candidate) => {
          const outcome = outcomeFor(candidate, answer, false);
          if (outcome) this.#settle(candidate, outcome);
          return !outcome;
        });
        for (const candidate of unclear) this.#settle(candidate, await this.#sendAlone(candidate));
        return;
      }
    }
    for (const candidate of batch) this.#settle(candidate, await this.#sendAlone(candidate));
  }

  async #sendAlone(candidate: Candidate): Promise<Outcome> {
    const { service, completeUids, signal } = this.#options;
    for (let attempt = 1; ; attempt++) {
      const answer = await storeInstances(service, [candidate], signal, completeUids);
      if (answer.kind === 'answered') {
        const outcome = outcomeFor(candidate, answer, true);
        return outcome ?? { kind: 'refused', reason: 'the archive did not confirm it' };
      }
      if (answer.kind === 'rejected') return { kind: 'refused', reason: answer.reason };
      if (attempt === ATTEMPTS) {
        await this.#mustAnswer(answer.reason);
        return { kind: 'refused', reason: answer.reason };
      }
      await delay((answer.retryAfterSeconds ?? attempt) * 1000, undefined, signal ? { signal } : {});
    }
  }

  /** Whether the server is gone altogether or only chokes on one file: it gets some time to come back. */
  async #mustAnswer(reason: string): Promise<void> {
    const { service, patienceMs, signal } = this.#options;
    const giveUpAt = Date.now() + patienceMs;
    while (!(await answers(service, signal))) {
      if (Date.now() > giveUpAt)
        throw new ArchiveUnreachableError(
          `${typeof service === 'string' ? service : service.url} does not answer: ${reason}`,
        );
      await delay(1000, undefined, signal ? { signal } : {});
    }
  }
}

/** undefined: the answer says nothing about this file. Alone, whatever it says is about this file. */
function outcomeFor(
  { ids }: Candidate,
  answer: Extract<StoreAnswer, { kind: 'answered' }>,
  alone: boolean,
): Outcome | undefined {
  const uid = ids?.sopInstanceUid;
  const failure =
    answer.failures.find(({ sopInstanceUid }) => sopInstanceUid === uid) ??
    (alone ? answer.failures[0] : undefined);
  if (uid !== undefined && answer.stored.has(uid)) return { kind: 'stored' };
  if (failure) return { kind: 'refused', reason: failure.reason };
  return alone && answer.stored.size > 0 ? { kind: 'stored' } : undefined;
}
