import { pageSession } from '../../dicomweb/index.ts';
import { viewerAddress } from '../studiesInAddress.ts';

/** How a HIS has opened this page. */
export interface Embedding {
  /** The current one first. */
  readonly studyInstanceUids: readonly string[];
  readonly mode: 'read' | 'compare';
  /** Whose pages may talk to this one. */
  readonly origins: readonly string[];
  /** As often the server wants to hear that the page is still there. */
  readonly heartbeatMs: number;
}

let taken: Embedding | undefined;

/**
 * Takes the session that the server has put into the page, before anything is asked for: its token is in memory alone from then on,
 * and nothing of how the page was opened stays in the address or the history.
 */
export function takeSession(window: Pick<Window, 'document' | 'history'>): void {
  const element = window.document.getElementById('session');
  if (!element) return;
  element.remove();
  const { kind, token, ...session } = JSON.parse(element.textContent ?? '') as Embedding & {
    kind: string;
    token: string;
  };
  if (kind !== 'embed') return;
  pageSession.token = token;
  window.history.replaceState(null, '', viewerAddress(session.studyInstanceUids));
  taken = session;
}

/** undefined: this page was opened by no HIS. */
export const embedding = (): Embedding | undefined => taken;
