import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { certificateName, ownCertificateFolder } from '../server/index.ts';

/**
 * Programs of this machine take the certificate that its server has made for itself, if there is one: it lies where only
 * the server writes.
 */
export async function trustOwnCertificate(dataDir: string): Promise<void> {
  const path = join(ownCertificateFolder(dataDir), certificateName);
  const certificate = await readFile(path, 'utf8').catch(() => undefined);
  if (certificate !== undefined) setDefaultCACertificates([...getCACertificates('default'), certificate]);
}
