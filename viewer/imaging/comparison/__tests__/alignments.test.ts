import { describe, expect, it } from 'vitest';
import type { FrameLoader } from '../../frames/frameLoader.ts';
import { identity, translationBy, type Registration } from '../../registration/index.ts';
import { Alignments, type Register } from '../alignments.ts';
import { comparisonLayout } from '../comparisonState.ts';
import { along, madeStack } from './madeStack.ts';

const study = (uid: string, frameOfReference: string) =>
  madeStack({ study: uid, series: `${uid}.1`, frameOfReference, positions: along(10, 0, 2) });
const current = study('1.1', 'for-1');
const prior = study('1.2', 'for-2');
const older = study('1.3', 'for-3');
const [now, before, long] = [current.frames[0], prior.frames[0], older.frames[0]];
if (!now || !before || !long) throw new Error('no frames');

const found = (z: number, more: Partial<Registration> = {}): Registration => ({
  matrix: translationBy([0, 0, z]),
  quality: 'good',
  reasons: [],
  method: 'rigid',
  seconds: 1,
  ...more,
});

/** The search itself is another's: here it is answered by hand. */
function searches() {
  const asked: {
    second: string | undefined;
    onProgress: (registration: Registration) => void;
    resolve: (registration: Registration) => void;
    reject: (error: Error) => void;
  }[] = [];
  const register: Register = (_, second, { onProgress }) =>
    new Promise((resolve, reject) => {
      asked.push({ second: second[0]?.frameOfReferenceUid, onProgress, resolve, reject });
    });
  return { asked, alignments: new Alignments({} as FrameLoader, register) };
}

const settled = () => new Promise((resolve) => setTimeout(resolve));

describe('Alignments', () => {
  it('links by the shift as soon as it is known, and by the rigid map after it', async () => {
    const { asked, alignments } = searches();
    alignments.want(current, prior);
    alignments.want(current, prior);
    expect(asked).toHaveLength(1);
    expect(alignments.usable(now, before)).toBeUndefined();
    asked[0]?.onProgress(found(37, { method: 'translation' }));
    expect(alignments.usable(now, before)?.[11]).toBe(37);
    expect(alignments.progress(now, before).searching).toBe(true);
    asked[0]?.resolve(found(37.5));
    await settled();
    expect(alignments.between(now, before)).toMatchObject({ method: 'rigid', quality: 'good' });
    expect(alignments.usable(before, now)?.[11]).toBe(-37.5);
    expect(alignments.progress(now, before).searching).toBe(false);
  });

  it('uses no poor one before the reader has accepted it', async () => {
    const { asked, alignments } = searches();
    alignments.want(current, prior);
    asked[0]?.resolve(found(9, { quality: 'poor', reasons: ['unlike'] }));
    await settled();
    expect(alignments.usable(now, before)).toBeUndefined();
    expect(alignments.between(now, before)).toMatchObject({ quality: 'poor', reasons: ['unlike'] });
    alignments.accept(now, before);
    expect(alignments.usable(now, before)?.[11]).toBe(9);
  });

  it('keeps no first guess of a search that failed', async () => {
    const { asked, alignments } = searches();
    alignments.want(current, prior);
    asked[0]?.onProgress(found(37, { method: 'translation' }));
    asked[0]?.reject(Object.assign(new Error('few slices'), { name: 'NoVolumeError' }));
    await settled();
    expect(alignments.between(now, before)).toBeUndefined();
    expect(alignments.progress(now, before).fault).toMatchObject({ code: 'no-volume' });
  });

  it('lets the reader’s word stand over what is found, until it is taken back', async () => {
    const { asked, alignments } = searches();
    alignments.want(current, prior);
    alignments.setManual(before, now, translationBy([0, 0, -40]));
    asked[0]?.resolve(found(37.5));
    await settled();
    expect(alignments.between(now, before)).toMatchObject({ quality: 'manual', method: 'manual' });
    expect(alignments.usable(now, before)?.[11]).toBe(40);
    alignments.forgetManual(now, before);
    expect(alignments.usable(now, before)?.[11]).toBe(37.5);
  });

  it('goes from one prior to another by way of the current study', async () => {
    const { asked, alignments } = searches();
    alignments.want(current, prior);
    alignments.want(current, older);
    asked[0]?.resolve(found(10));
    asked[1]?.resolve(found(25));
    await settled();
    expect(alignments.usable(before, long)?.[11]).toBe(15);
  });

  it('needs no search where the frame of reference is shared', () => {
    const { asked, alignments } = searches();
    const again = study('1.4', 'for-1');
    alignments.want(current, again);
    expect(asked).toHaveLength(0);
    expect(alignments.between(now, again.frames[0])).toMatchObject({
      matrix: identity,
      method: 'frameOfReference',
    });
  });
});

it('studies stand side by side, above one another on an upright screen, four in a square', () => {
  expect(comparisonLayout(1, false)).toEqual({ rows: 1, columns: 1 });
  expect(comparisonLayout(3, false)).toEqual({ rows: 1, columns: 3 });
  expect(comparisonLayout(2, true)).toEqual({ rows: 2, columns: 1 });
  expect(comparisonLayout(4, true)).toEqual({ rows: 2, columns: 2 });
});
