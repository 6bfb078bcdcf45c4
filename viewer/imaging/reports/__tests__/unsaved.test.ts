import { describe, expect, it } from 'vitest';
import type { KeyImage } from '../keyImages.ts';
import {
  mergeUnsaved,
  nothingSaved,
  nothingUnsaved,
  savedMeasurements,
  unsavedCount,
  unsavedOf,
} from '../unsaved.ts';
import { newestOfEach } from '../newestOfEach.ts';
import type { ListedReport } from '../readStudy.ts';
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

describe('what two tabs had not saved', () => {
  it('is all of it, each once, of the later one', () => {
    const renamed = { ...length, label: 'later' };
    const merged = mergeUnsaved(
      { ...nothingUnsaved, changed: [length, angle], marked: [mark('1')] },
      { ...nothingUnsaved, changed: [renamed], marked: [mark('1'), mark('2')] },
    );
    expect(merged.changed).toEqual([renamed, angle]);
    expect(merged.marked.map(({ sopInstanceUid }) => sopInstanceUid)).toEqual(['1', '2']);
  });

  it('keeps what one of them drew or marked and the other deleted', () => {
    const merged = mergeUnsaved(
      { ...nothingUnsaved, removed: [length.id, angle.id], unmarked: [mark('1'), mark('2')] },
      { ...nothingUnsaved, changed: [length], marked: [mark('1')] },
    );
    expect(merged.removed).toEqual([angle.id]);
    expect(merged.unmarked).toEqual([mark('2')]);
  });
});

describe('provisional figures', () => {
  const probe = measurement('probe', [[1, 2, 3]], { values: [{ quantity: 'value', value: 7, unit: '1' }] });

  it('are not saved: what follows when the picture is complete is unsaved', () => {
    const saved = { ...nothingSaved, measurements: savedMeasurements([{ ...probe, provisional: true }]) };
    expect(unsavedCount(unsavedOf(studyUid, [{ ...probe, provisional: true }], [], saved))).toBe(0);
    expect(unsavedOf(studyUid, [probe], [], saved).changed).toEqual([probe]);
  });
});

it('takes a measurement that several reports hold from the newest', () => {
  const report = (label: string) =>
    ({ own: true, measurements: [{ ...length, label }], entries: [] }) as unknown as ListedReport;
  expect(newestOfEach([report('old'), report('new')])).toEqual([{ ...length, label: 'new' }]);
});
