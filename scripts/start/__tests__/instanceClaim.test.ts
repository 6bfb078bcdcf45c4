import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { identifyProcess } from '../../../dicomweb-proxy/index.ts';
import { claimInstance } from '../instanceClaim.ts';

describe('claimInstance', () => {
  let dataDir = '';
  beforeEach(() => (dataDir = mkdtempSync(join(tmpdir(), 'yunying-test-'))));
  afterEach(() => rmSync(dataDir, { recursive: true }));
  const leave = (text: string) => writeFileSync(join(dataDir, 'yunying.pid'), text);

  it('refuses a second run and says where the first one answers', () => {
    const claim = claimInstance(dataDir);
    claim.publish('http://127.0.0.1:3000');
    expect(() => claimInstance(dataDir)).toThrow(
      `already running with DATA_DIR=${dataDir} at http://127.0.0.1:3000 (process ${process.pid})`,
    );
    claim.release();
    claimInstance(dataDir).release();
    expect(readdirSync(dataDir)).toEqual([]);
  });

  it.each([
    [
      'a process that has ended',
      JSON.stringify({ process: { ...identifyProcess(process.pid), pid: 4194303 } }),
    ],
    [
      'a number that is another process by now',
      JSON.stringify({ process: { ...identifyProcess(process.pid), startTicks: '1' } }),
    ],
    ['a file that was cut', '{"process": {"pid"'],
    ['an empty file', ''],
  ])('takes over from %s', (_, text) => {
    leave(text);
    const claim = claimInstance(dataDir);
    expect(() => claimInstance(dataDir)).toThrow('already running');
    claim.release();
    expect(readdirSync(dataDir)).toEqual([]);
  });
});
