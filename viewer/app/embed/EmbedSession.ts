import { openRequest, pageSession, type PageSession } from '../../dicomweb/index.ts';

/** Why the session is no more: somebody has ended it here, the page is left, or the server says so. */
export type EndReason = 'ended' | 'closed' | 'expired';

const address = '/api/session';

/**
 * The session that a HIS has begun for this page: kept alive as long as the page is there, and ended with it. Dispatches `ended`, once.
 */
export class EmbedSession extends EventTarget {
  readonly #timer: ReturnType<typeof setInterval>;
  #endedBy: EndReason | undefined;

  constructor(heartbeatMs: number, session: PageSession = pageSession) {
    super();
    this.#timer = setInterval(() => void this.#beat(), heartbeatMs);
    session.addEventListener('signed-out', () => this.#over('expired'));
    // The page's first requests go out before all this is there.
    if (session.isOver) this.#over('expired');
    window.addEventListener('pagehide', () => void this.end('closed'));
  }

  get endedBy(): EndReason | undefined {
    return this.#endedBy;
  }

  /** Also while the page goes: the request outlives it. Resolves when the server has answered, or cannot be reached. */
  async end(why: 'ended' | 'closed'): Promise<void> {
    if (this.#endedBy) return;
    const sent = openRequest(address, { method: 'DELETE', keepalive: true });
    this.#over(why);
    await sent.catch(() => undefined);
  }

  async #beat(): Promise<void> {
    try {
      const { status } = await openRequest(address, { cache: 'no-store' });
      if (status === 401) this.#over('expired');
    } catch {
      // The network may come back before the session is over.
    }
  }

  #over(why: EndReason): void {
    if (this.#endedBy) return;
    this.#endedBy = why;
    clearInterval(this.#timer);
    this.dispatchEvent(new Event('ended'));
  }
}
