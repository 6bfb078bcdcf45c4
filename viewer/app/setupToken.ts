let taken: string | undefined;

/**
 * Takes the token out of `/setup#<token>`, before anything else sees the address: it must not stay in the history, nor on a screen
 * that others look at. Only the page's memory has it then.
 */
export function takeSetupToken({ location, history }: Pick<Window, 'location' | 'history'> = window): void {
  if (location.pathname !== '/setup' || location.hash.length < 2) return;
  taken = location.hash.slice(1);
  history.replaceState(history.state, '', location.pathname);
}

/** The token that the page was opened with. */
export const setupToken = (): string | undefined => taken;
