import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { describeProblem, StartProblem } from '../StartProblem.ts';
import { ensureDiskSpace, ensurePortFree, ensureWritable } from '../preflight.ts';

describe('what is checked before anything is started', () => {
  let folder = '';
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'yunying-test-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  it('makes the data folder and leaves nothing in it', () => {
    ensureWritable(join(folder, 'a', 'b'));
    expect(existsSync(join(folder, 'a', 'b'))).toBe(true);
    expect(readdirSync(join(folder, 'a', 'b'))).toEqual([]);
  });

  it('names a data folder that cannot be written, for root too', () => {
    writeFileSync(join(folder, 'file'), '');
    expect(() => ensureWritable(join(folder, 'file'))).toThrow(
      `DATA_DIR=${folder}/file cannot be written (ENOTDIR)`,
    );
    expect(() => ensureWritable('/proc/yunying')).toThrow('DATA_DIR=/proc/yunying cannot be written');
  });

  it('wants room on the disk', async () => {
    await ensureDiskSpace(folder, 1);
    const problem = await ensureDiskSpace(folder, 2 ** 60).catch((error: unknown) => error);
    expect(problem).toBeInstanceOf(StartProblem);
    expect((problem as Error).message).toMatch(/too little disk space.*GB free, 1073741824\.0 GB needed/);
  });

  it('names the port that is taken and how to take another', async () => {
    const server = createServer();
    const port = await new Promise<number>((resolve) =>
      server.listen(0, '127.0.0.1', () => resolve((server.address() as { port: number }).port)),
    );
    const problem = await ensurePortFree('127.0.0.1', port).catch((error: unknown) => error);
    server.close();
    expect(describeProblem(problem)).toContain(`Port ${port} on 127.0.0.1 is taken`);
    expect(describeProblem(problem)).toContain(`PORT=${port + 1} npm start`);
    await ensurePortFree('127.0.0.1', 0);
  });

  it('names a HOST that is not of this machine', async () => {
    // 192.0.2.0/24 is kept for documentation (RFC 5737)
    await expect(ensurePortFree('192.0.2.1', 3000)).rejects.toThrow(
      'HOST=192.0.2.1 is not an address of this machine',
    );
  });
});
