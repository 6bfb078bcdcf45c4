import { followAutomation } from '../automation/index.ts';
import { EmbedSession } from './EmbedSession.ts';
import { ParentLink } from './ParentLink.ts';
import { embedding } from './takeSession.ts';

let session: EmbedSession | undefined;

/** The session of a page that a HIS has opened; undefined: none has. */
export const embedSession = (): EmbedSession | undefined => session;

/** Keeps the session that a HIS has begun, and listens to the page that holds this one. */
export function startEmbedding(): void {
  const opened = embedding();
  if (!opened || session) return;
  const { heartbeatMs, origins, mode, studyInstanceUids } = opened;
  const begun = new EmbedSession(heartbeatMs);
  session = begun;
  // In a window of its own there is nobody to talk to.
  if (window.parent === window) return;
  const link = new ParentLink({
    ...{ self: window, parent: window.parent, origins, followAutomation },
    greeting: { mode, studyInstanceUIDs: [...studyInstanceUids] },
    end: () => begun.end('ended'),
  });
  begun.addEventListener('ended', () => link.tell('session-ended', { reason: begun.endedBy }));
}
