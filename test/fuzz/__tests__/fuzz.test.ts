import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { hasZoo, zooFiles } from '../../conformance/support/zoo.ts';
import { fuzz } from '../fuzz.ts';
import { mutate } from '../mutations.ts';
import { randomOf } from '../random.ts';
import { Target } from '../Target.ts';

if (!hasZoo) process.stderr.write('../shared/dicom/zoo is absent: its files are not mutated\n');

describe('mutations', () => {
  const file = Buffer.from(Array.from({ length: 5000 }, (_, i) => i % 251));

  it('are the same for the same seed, and others for another', () => {
    const hows = (seed: number) => Array.from({ length: 30 }, (_, i) => mutate(file, randomOf(seed, i)).how);
    expect(hows(7)).toEqual(hows(7));
    expect(hows(7)).not.toEqual(hows(8));
    expect(new Set(hows(7)).size).toBe(30);
  });

  it('leave the file as it is, and change what they give in all but a few', () => {
    const before = Buffer.from(file);
    const same = Array.from({ length: 200 }, (_, i) => mutate(file, randomOf(1, i)).bytes).filter((bytes) =>
      bytes.equals(file),
    );
    expect(file.equals(before)).toBe(true);
    expect(same.length).toBeLessThan(10);
  });
});

describe.skipIf(!hasZoo)('60 mutations of the zoo (../shared/dicom/zoo)', () => {
  it('are decoded or refused, and no worker dies, hangs or is surprised', { timeout: 300_000 }, async () => {
    const folder = await mkdtemp(join(tmpdir(), 'yunying-fuzz-'));
    const target = new Target('decoders');
    try {
      const files = zooFiles().filter(({ bytes }) => bytes().length < 300_000);
      const result = await fuzz({ files, count: 60, seed: 20, targets: [target], folder });
      expect(result.failures).toEqual([]);
      expect(result.outcomes.shown).toBeGreaterThan(10);
      expect(result.outcomes.refused).toBeGreaterThan(10);
    } finally {
      await target.close();
      await rm(folder, { recursive: true });
    }
  });
});
