import { readServiceKey } from '../services/index.ts';

/**
 * What a program of this machine sends as Authorization: the key it was given, or the one that the server keeps in DATA_DIR for
 * programs that may read it. That one goes to this machine alone, wherever else a program is pointed at.
 * @param isOwn it is known that this machine's server answers there
 * @returns undefined where there is none, as nobody signs in
 */
export async function localAuthorization(
  url: string,
  { dataDir, apiKey, isOwn = false }: { dataDir: string; apiKey?: string | undefined; isOwn?: boolean },
): Promise<string | undefined> {
  if (apiKey) return `Bearer ${apiKey}`;
  if (!isOwn && !isThisMachine(url)) return undefined;
  const key = await readServiceKey(dataDir);
  return key === undefined ? undefined : `Bearer ${key}`;
}

/** By an address, not by a name that somebody else may answer for. */
function isThisMachine(url: string): boolean {
  const { hostname = '' } = URL.parse(url) ?? {};
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);
}
