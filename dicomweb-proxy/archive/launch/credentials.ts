import { randomBytes } from 'node:crypto';
import { readJsonFile, writePrivateFile } from './privateFile.ts';

export interface Credentials {
  username: string;
  password: string;
}

/**
 * The name and password between proxy and archive: kept in `path` (0600), made up (192 random bits) when
 * there are none or the file is damaged. Nothing else depends on them: the archive learns them anew at each start.
 */
export function credentialsIn(path: string): Credentials {
  const kept = readJsonFile(path) as Partial<Credentials> | undefined;
  if (typeof kept?.username === 'string' && typeof kept.password === 'string' && kept.password.length >= 24) {
    return { username: kept.username, password: kept.password };
  }
  // base64url: no character that a shell, JSON or the substitution of variables could take for its own
  const credentials = { username: 'yunying', password: randomBytes(24).toString('base64url') };
  writePrivateFile(path, JSON.stringify(credentials, null, 2));
  return credentials;
}
