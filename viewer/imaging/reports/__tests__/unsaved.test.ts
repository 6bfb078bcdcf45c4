import { describe, expect, it } from 'vitest';
import type { KeyImage } from '../keyImages.ts';
import { nothingSaved, savedMeasurements, unsavedCount, unsavedOf } from '../unsaved.ts';
import { measurement, oneOfEach, studyUid } from './images.ts';

const [length, angle] = oneOfEach as [(typeof oneOfEach)[0], (typeof oneOfEach)[0]];
const mark = (sopInstanceUid: string, foreign = false): KeyImage => ({
  studyInstanceUid: studyUid,
  seriesInstanceUid: '1.2',
  sopClassUid: '1.2',
  sopInstanceUid,
  frameNumber: undefined,
  foreign,
});

describe('unsavedOf', () => {
  it('tells new, changed and deleted from saved ones', () => {
    const saved = { ...nothingSaved, measurements: savedMeasurements([length, angle]) };
    const added = measurement('probe', [[1, 2, 3]]);
    const unsaved = unsavedOf(studyUid, [{ ...length, label: 'anew' }, added], [], saved);
    expect(unsaved.changed.map(({ id }) => id)).toEqual([length.id, added.id]);
    expect(unsaved.removed).toEqual([angle.id]);
    expect(unsavedCount(unsaved)).toBe(3);
  });

  it('takes what is hidden, or was changed and changed back, as saved', () => {
    const saved = { ...nothingSaved, measurements: savedMeasurements([length]) };
    expect(unsavedCount(unsavedOf(studyUid, [{ ...length, visible: false }], [], saved))).toBe(0);
    expect(unsavedCount(unsavedOf(studyUid, [{ ...length, label: `${length.label}` }], [], saved))).toBe(0);
  });

  it('leaves out what is others’ and of other studies', () => {
    const elsewhere = { ...angle, place: { ...angle.place, studyInstanceUid: '1.9' } };
    const unsaved = unsavedOf(
      studyUid,
      [{ ...length, foreign: true }, elsewhere],
      [mark('1', true)],
      nothingSaved,
    );
    expect(unsavedCount(unsaved)).toBe(0);
  });

  it('tells marked from unmarked key images', () => {
    const saved = { ...nothingSaved, keyImages: [mark('1'), mark('2')] };
    const { marked, unmarked } = unsavedOf(studyUid, [], [mark('2'), mark('3')], saved);
    expect([marked, unmarked].map((images) => images.map((one) => one.sopInstanceUid))).toEqual([
      ['3'],
      ['1'],
    ]);
  });
});
