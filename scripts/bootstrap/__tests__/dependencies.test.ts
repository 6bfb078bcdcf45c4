import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { dependencyState } from '../dependencies.mjs';

const node = { version: '24.21.0', integrity: 'sha512-node' };
const packages = {
  'node_modules/node': node,
  'node_modules/react': { version: '19.3.1', integrity: 'sha512-react' },
  'node_modules/fsevents': { version: '2.3.3', optional: true },
};

describe('dependencyState', () => {
  let root = '';
  beforeEach(() => (root = mkdtempSync(join(tmpdir(), 'yunying-test-'))));
  afterEach(() => rmSync(root, { recursive: true }));

  const write = (path: string, text: string, mode = 0o644) => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text, { mode });
  };
  const lock = (of: object) => write('package-lock.json', JSON.stringify({ packages: { '': {}, ...of } }));
  /** What npm leaves after a whole installation on Linux. */
  const install = (of: object = packages, nodeVersion = 'v24.21.0') => {
    const here = Object.fromEntries(Object.entries(of).filter(([path]) => path !== 'node_modules/fsevents'));
    for (const path of Object.keys(here)) write(`${path}/package.json`, '{}');
    write('node_modules/.bin/node', `#!/bin/sh\necho ${nodeVersion}\n`, 0o755);
    write('node_modules/.package-lock.json', JSON.stringify({ packages: here }));
  };

  it('is ready after a whole installation', () => {
    lock(packages);
    install();
    expect(dependencyState(root)).toEqual({ ready: true });
  });

  it.each<[string, () => void, RegExp]>([
    ['nothing is installed', () => rmSync(join(root, 'node_modules'), { recursive: true }), /not installed/],
    ['npm was interrupted', () => rmSync(join(root, 'node_modules/.package-lock.json')), /interrupted/],
    ['its record is cut', () => write('node_modules/.package-lock.json', '{"packages": {'), /interrupted/],
    [
      'the lock asks for another version',
      () => lock({ ...packages, 'node_modules/react': { version: '19.4.0', integrity: 'sha512-new' } }),
      /changed/,
    ],
    [
      'the lock asks for more',
      () => lock({ ...packages, 'node_modules/zod': { version: '4.6.7' } }),
      /changed/,
    ],
    [
      'a package was removed',
      () => rmSync(join(root, 'node_modules/react'), { recursive: true }),
      /react is missing/,
    ],
    [
      'the packaged Node was not fetched',
      () => rmSync(join(root, 'node_modules/.bin/node')),
      /Node does not run/,
    ],
    ['the packaged Node is another one', () => install(packages, 'v20.20.2'), /Node does not run/],
    ['there is no lock', () => rmSync(join(root, 'package-lock.json')), /package-lock.json is missing/],
  ])('is not ready when %s', (_, damage, reason) => {
    lock(packages);
    install();
    damage();
    const state = dependencyState(root);
    expect(state).toMatchObject({ ready: false, reason: expect.stringMatching(reason) as string });
  });
});
