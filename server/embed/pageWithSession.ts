/** What the viewer's page finds in itself where a HIS has opened it. */
export interface EmbedSession {
  readonly kind: 'embed';
  /** Of the session: to be sent as Authorization. */
  readonly token: string;
  /** The current one first. */
  readonly studyInstanceUids: readonly string[];
  readonly mode: 'read' | 'compare';
  /** Whose pages may talk to it. */
  readonly origins: readonly string[];
  /** As often it has to say that it is still there. */
  readonly heartbeatMs: number;
}

/** The viewer's page with a session in it: as data, which no browser runs. @throws Error where the page is none */
export function pageWithSession(html: string, session: EmbedSession): string {
  const at = html.indexOf('<div id="root">');
  if (at < 0) throw new Error('the page of the viewer has no element with the id "root"');
  return `${html.slice(0, at)}<script type="application/json" id="session">${asText(session)}</script>\n    ${html.slice(at)}`;
}

/** Nothing in it can end the element, or begin a comment in it. */
const asText = (value: object): string =>
  JSON.stringify(value).replace(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
