import { describe, expect, it } from 'vitest';
import {
  firstSeries,
  middleIndex,
  openingRequests,
  readingOrder,
  switchRequests,
} from '../viewerRequests.ts';
import type { StudyToRead } from '../viewerRequests.ts';

const small = { seriesInstanceUid: '1.2.1', sopInstanceUids: ['1.2.1.1', '1.2.1.2', '1.2.1.3'] };
const large = {
  seriesInstanceUid: '1.2.2',
  sopInstanceUids: ['1.2.2.1', '1.2.2.2', '1.2.2.3', '1.2.2.4', '1.2.2.5'],
};
const study: StudyToRead = { patientId: 'P1', studyInstanceUid: '1.2', series: [small, large] };

describe('the requests of a reader', () => {
  it('open the largest series in its middle', () => {
    expect(firstSeries(study)).toBe(large);
    expect(middleIndex(large)).toBe(2);
    const frames = openingRequests(study).filter(({ kind }) => kind === 'frame');
    expect(frames.map(({ path }) => path)).toEqual([
      '/dicom-web/studies/1.2/series/1.2.2/instances/1.2.2.3/frames/1',
    ]);
  });

  it('each wait for one that is sent', () => {
    for (const requests of [openingRequests(study), switchRequests(study, small)]) {
      const kinds = requests.map(({ kind }) => kind);
      const waitedFor = requests.flatMap(({ after }) => after ?? []);
      expect(waitedFor.length).toBeGreaterThan(0);
      expect(kinds).toEqual(expect.arrayContaining(waitedFor));
    }
  });

  it('page from the middle outwards and stay within the series', () => {
    expect(readingOrder(large, 3)).toEqual([3, 1, 4]);
    expect(readingOrder(large, 100)).toEqual([3, 1, 4, 0]);
    expect(readingOrder({ ...large, sopInstanceUids: ['1', '2', '3', '4'] }, 100)).toEqual([3, 1, 0]);
  });
});
