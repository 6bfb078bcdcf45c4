import { expect, it } from 'vitest';
import { frameOf } from '../studyPreview.ts';

it('reads of which frame a thumbnail is', () => {
  const frame = { studyInstanceUid: '1.2', seriesInstanceUid: '1.3', sopInstanceUid: '1.4', frameNumber: 12 };
  const path = '/dicom-web/studies/1.2/series/1.3/instances/1.4/frames/12/thumbnail';
  expect(frameOf(path)).toEqual(frame);
  expect(frameOf(`https://pacs.example${path}?viewport=512,512`)).toEqual(frame);
  for (const other of [null, '', '/dicom-web/studies/1.2/thumbnail', path.replace('12', '0'), `${path}s`]) {
    expect(frameOf(other)).toBeUndefined();
  }
});
