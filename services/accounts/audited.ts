import type { AuditActor, AuditEvent, AuditLog } from '../audit/index.ts';
import type { LiveSession } from '../identity/index.ts';

/** Who does something, and from where. */
export interface Doer {
  readonly actor: AuditActor;
  readonly sessionId?: string | undefined;
  /** IP address */
  readonly address?: string | undefined;
}

const kinds = {
  person: 'person',
  key: 'service',
  embed: 'his',
  share: 'share',
  anonymous: 'anonymous',
} as const satisfies Record<LiveSession['principal']['kind'], AuditActor['kind']>;

/** As the audit trail names who asks. */
export const actorOf = ({ kind, id, name }: LiveSession['principal']): AuditActor => ({
  kind: kinds[kind],
  id,
  name,
});

export const doerOf = ({ principal, session }: LiveSession, address: string | undefined): Doer => ({
  actor: actorOf(principal),
  sessionId: session.id,
  address,
});

/**
 * Writes down what is about to be done, then does it: what cannot be written down does not happen. Where it fails that is
 * written down too.
 * @throws AuditUnavailable; what `act` throws
 */
export async function audited<T>(
  log: Pick<AuditLog, 'append'>,
  doer: Doer,
  event: Omit<AuditEvent, 'actor' | 'sessionId' | 'address' | 'outcome'>,
  act: () => Promise<T>,
): Promise<T> {
  await log.append({ ...event, ...doer, outcome: 0 });
  try {
    return await act();
  } catch (error) {
    const failed = (error as { problem?: unknown }).problem ?? (error as Error).name;
    // The first event stands; that it came to nothing is said where it can be.
    await log
      .append({ ...event, ...doer, outcome: 8, detail: { ...event.detail, failed } })
      .catch(() => undefined);
    throw error;
  }
}
