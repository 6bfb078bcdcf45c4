import { LRUCache } from 'lru-cache';
import type { AuditEvent, AuditLog } from '../audit/index.ts';

/** As often a denial of the same thing to the same visitor is written down at most. */
const everyMs = 60_000;

/**
 * Denials. One stands, whether it can be written down or not, and takes no longer than that something is not there: so nobody
 * waits for it.
 */
export class DenialLog {
  readonly #log: Pick<AuditLog, 'append'>;
  readonly #onProblem: (error: Error) => void;
  /** What was denied a moment ago. */
  readonly #noted = new LRUCache<string, true>({ max: 10_000, ttl: everyMs });

  constructor(log: Pick<AuditLog, 'append'>, onProblem: (error: Error) => void) {
    this.#log = log;
    this.#onProblem = onProblem;
  }

  /** @param what of the same words is written once a minute */
  note(what: string, event: Denial): void {
    if (this.#noted.has(what)) return;
    this.#noted.set(what, true);
    this.#log.append({ ...event, outcome: 4 }).catch(this.#onProblem);
  }
}

type Denial = Omit<AuditEvent, 'outcome'>;

const anonymous = { kind: 'anonymous' } as const;
const signingIn = { event: 'userAuthentication', type: 'login', action: 'E' } as const;

/** Somebody came with a session or key that is none, or no more. */
export const badSession = (by: 'cookie' | 'authorization', address: string | undefined): Denial => ({
  ...{ ...signingIn, actor: anonymous, address },
  detail: { why: 'bad-session', by },
});

/** Somebody tries too often; they are not even heard. @param of what is counted, for example logins; `key`: which of them */
export const tooManyTries = (of: string, key: string | undefined, address: string | undefined): Denial => ({
  ...{ ...signingIn, actor: anonymous, address },
  detail: { why: 'too-many-tries', of, key },
});

/** Somebody who has not signed in asked for what is not for everybody. */
export const notSignedIn = (path: string, address: string | undefined): Denial => ({
  ...{ event: 'securityAlert', type: 'useOfRestrictedFunction', action: 'E', actor: anonymous, address },
  detail: { why: 'not-signed-in', path },
});
