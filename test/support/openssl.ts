import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * The openssl program, to hold our cryptography against another one. `undefined` where it is absent or lacks the
 * national algorithms: tests that need it are skipped then and say so.
 */
export const openssl = hasOpenssl()
  ? {
      /** @returns what it wrote to its standard output */
      run: (args: readonly string[], input?: Uint8Array): Buffer =>
        execFileSync('openssl', args, { input, stdio: ['pipe', 'pipe', 'pipe'] }),

      /** A key pair as PEM, made by `genpkey` with these arguments. */
      keyPair(args: readonly string[]): { privateKey: string; publicKey: string } {
        const privateKey = execFileSync('openssl', ['genpkey', ...args], { stdio: ['pipe', 'pipe', 'pipe'] });
        const publicKey = execFileSync('openssl', ['pkey', '-pubout'], { input: privateKey });
        return { privateKey: privateKey.toString(), publicKey: publicKey.toString() };
      },

      /** SM2 with SM3 over a message: the signature as DER. */
      signSm2(privateKey: string, message: Uint8Array, id: string): Buffer {
        const folder = mkdtempSync(join(tmpdir(), 'yunying-sm2-'));
        try {
          writeFileSync(join(folder, 'key.pem'), privateKey);
          writeFileSync(join(folder, 'message'), message);
          const options = ['-rawin', '-digest', 'sm3', '-pkeyopt', `distid:${id}`];
          const files = ['-inkey', join(folder, 'key.pem'), '-in', join(folder, 'message')];
          execFileSync('openssl', [
            'pkeyutl',
            '-sign',
            ...files,
            '-out',
            join(folder, 'signature'),
            ...options,
          ]);
          return readFileSync(join(folder, 'signature'));
        } finally {
          rmSync(folder, { recursive: true });
        }
      },
    }
  : undefined;

/** For the name of a test that is skipped without it. */
export const withoutOpenssl = openssl ? '' : ' (skipped: no openssl program with SM2, SM3 and SM4 here)';

function hasOpenssl(): boolean {
  try {
    execFileSync('openssl', ['genpkey', '-algorithm', 'SM2'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
