import type { AccessTally, AuditLog } from '../audit/index.ts';
import type { Database } from '../database/index.ts';
import type { ApiKeys, People, SessionCache, Sessions, SignIn } from '../identity/index.ts';

/** What the desks of accounts work with. */
export interface AccountTools {
  database: Database;
  people: People;
  signIn: SignIn;
  sessions: Sessions;
  cache: SessionCache;
  keys: ApiKeys;
  audit: AuditLog;
  tally: AccessTally;
  /** A session ends when nothing was asked for so long, in ms. */
  idleMs: number;
  /** It ends then, whatever was asked, in ms. */
  lifeMs: number;
  /** milliseconds since 1970 */
  clock: () => number;
  /** Told what went wrong beside what was asked for. */
  onProblem: (error: Error) => void;
}
