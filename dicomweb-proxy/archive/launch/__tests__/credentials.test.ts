import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { credentialsIn } from '../credentials.ts';

describe('credentialsIn', () => {
  let folder = '';
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'yunying-test-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  it('makes 192 random bits once, in a file nobody else can read', () => {
    const path = join(folder, 'credentials.json');
    const made = credentialsIn(path);
    expect(made.password).toMatch(/^[\w-]{32}$/); // 24 bytes in base64url
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(credentialsIn(path)).toEqual(made);
    expect(credentialsIn(join(folder, 'other.json')).password).not.toBe(made.password);
  });

  it.each(['', '{"username":"yun', '{"username":"yunying","password":""}', 'null'])(
    'makes new ones when the file holds %j',
    (text) => {
      const path = join(folder, 'credentials.json');
      writeFileSync(path, text);
      expect(credentialsIn(path).password).toHaveLength(32);
    },
  );
});
