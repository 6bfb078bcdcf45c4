import { X509Certificate } from 'node:crypto';
import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { isIP } from 'node:net';
import { hostname } from 'node:os';
import { join } from 'node:path';
import type { Config } from './config.ts';

/** What TLS is spoken with, as PEM. */
export interface TlsIdentity {
  /** the certificate, with its chain */
  cert: string;
  key: string;
  /** Made here: browsers ask people whether they trust it. */
  isOwn: boolean;
}

const dayMs = 24 * 3_600_000;
/** Longer than that browsers take no certificate for good. */
const validDays = 397;
const renewBeforeDays = 30;

/**
 * The hospital's certificate, or one of our own, which is made once and kept in DATA_DIR/tls; undefined without TLS.
 * @throws Error naming the file that cannot be read, or is no certificate or no key to it
 */
export async function openTls({
  tls,
  host,
  dataDir,
}: Pick<Config, 'tls' | 'host' | 'dataDir'>): Promise<TlsIdentity | undefined> {
  if (tls === false) return undefined;
  if (tls !== 'own') {
    const [cert, key] = await Promise.all([read('TLS_CERT', tls.cert), read('TLS_KEY', tls.key)]);
    check(cert, `TLS_CERT=${tls.cert}`);
    return { cert, key, isOwn: false };
  }
  const folder = ownCertificateFolder(dataDir);
  const kept = await Promise.all([
    readFile(join(folder, certificateName), 'utf8'),
    readFile(join(folder, keyName), 'utf8'),
  ]).catch(() => undefined);
  if (kept && isGoodFor(host, kept[0])) return { cert: kept[0], key: kept[1], isOwn: true };
  const made = await makeOwn(host);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  // The key first: a certificate without its key is made anew, the other way round nobody would notice.
  await write(join(folder, keyName), made.key, 0o600);
  await write(join(folder, certificateName), made.cert, 0o644);
  return { ...made, isOwn: true };
}

export const ownCertificateFolder = (dataDir: string): string => join(dataDir, 'tls');
export const certificateName = 'certificate.pem';
const keyName = 'key.pem';

/** Every name by which this machine may be asked for. */
const namesOf = (host: string): string[] => [...new Set(['localhost', '127.0.0.1', '::1', hostname(), host])];

function isGoodFor(host: string, cert: string): boolean {
  try {
    const certificate = new X509Certificate(cert);
    if (Date.parse(certificate.validTo) - Date.now() < renewBeforeDays * dayMs) return false;
    return namesOf(host).every(
      (name) => (isIP(name) ? certificate.checkIP(name) : certificate.checkHost(name)) !== undefined,
    );
  } catch {
    return false;
  }
}

async function makeOwn(host: string): Promise<{ cert: string; key: string }> {
  // Only who makes one needs it.
  const { generate } = await import('selfsigned');
  const names = namesOf(host).map((name) =>
    isIP(name) ? ({ type: 7, ip: name } as const) : ({ type: 2, value: name } as const),
  );
  const { cert, private: key } = await generate([{ name: 'commonName', value: `Yunying ${hostname()}` }], {
    keyType: 'ec',
    curve: 'P-256',
    algorithm: 'sha256',
    notAfterDate: new Date(Date.now() + validDays * dayMs),
    extensions: [
      { name: 'basicConstraints', cA: false, critical: true },
      { name: 'keyUsage', digitalSignature: true, critical: true },
      { name: 'extKeyUsage', serverAuth: true },
      { name: 'subjectAltName', altNames: names },
    ],
  });
  return { cert, key };
}

async function read(name: string, path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    throw new Error(`${name}=${path} cannot be read: ${(error as Error).message}`, { cause: error });
  }
}

function check(cert: string, name: string): void {
  let validTo: string;
  try {
    ({ validTo } = new X509Certificate(cert));
  } catch (error) {
    throw new Error(`${name} is no certificate in PEM`, { cause: error });
  }
  if (Date.parse(validTo) < Date.now()) throw new Error(`${name} has expired: ${validTo}`);
}

/** Whole or not at all. */
async function write(path: string, text: string, mode: number): Promise<void> {
  const file = await open(`${path}.tmp`, 'w', mode);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(`${path}.tmp`, path);
}
