import type { AccountTools } from './AccountTools.ts';
import type { Doer } from './audited.ts';

/**
 * Ends a session everywhere; this process knows it no more when it resolves, the others within moments.
 * @param by a person's id, or what has ended it
 * @returns whether it was running
 */
export async function endSession(tools: AccountTools, id: string, by: string): Promise<boolean> {
  const { sessions, cache, clock } = tools;
  const ended = await sessions.revoke(id, { by, now: new Date(clock()) });
  cache.dropSession(id);
  await writeSums(tools, id);
  return ended;
}

/** Ends all sessions of somebody, except one if it is named. */
export async function endSessionsOf(
  tools: AccountTools,
  personId: string,
  { by, except }: { by: string; except?: string | undefined },
): Promise<void> {
  const { sessions, cache, clock } = tools;
  const now = new Date(clock());
  const running = await sessions.ofPerson(personId, now);
  await sessions.revokeAll(personId, { by, now, except });
  // The one that goes on, too: what was found out about the person is another thing now.
  cache.dropPerson(personId);
  for (const { id } of running) if (id !== except) await writeSums(tools, id);
}

/**
 * Ending sessions takes away and gives nothing, so it is done first and told afterwards: a trail that cannot be written must not
 * keep anybody signed in.
 */
export async function endAndTell<T>(
  { audit, onProblem }: AccountTools,
  doer: Doer,
  detail: Readonly<Record<string, unknown>> | undefined,
  end: () => Promise<T>,
): Promise<T> {
  const ended = await end();
  const event = { event: 'userAuthentication', type: 'logout', action: 'E', outcome: 0 } as const;
  await audit.append({ ...event, ...doer, detail }).catch(onProblem);
  return ended;
}

/** What was read in it. A trail that cannot be written keeps the sums, and nobody from ending a session. */
async function writeSums({ tally, onProblem }: AccountTools, sessionId: string): Promise<void> {
  await tally.end(sessionId).catch(onProblem);
}
