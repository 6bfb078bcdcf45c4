import { describe, expect, it } from 'vitest';
import { framePath, transferSyntaxOf } from '../wado.ts';

describe('wado', () => {
  it('addresses a frame as PS3.18 10.4 does', () => {
    const frame = { studyInstanceUid: '1', seriesInstanceUid: '2', sopInstanceUid: '3', frameNumber: 4 };
    expect(framePath(frame)).toBe('/dicom-web/studies/1/series/2/instances/3/frames/4');
  });

  it.each([
    ['image/jls; transfer-syntax=1.2.840.10008.1.2.4.80', '1.2.840.10008.1.2.4.80'],
    ['image/jphc;transfer-syntax="1.2.840.10008.1.2.4.202"', '1.2.840.10008.1.2.4.202'],
    ['application/octet-stream', '1.2.840.10008.1.2.1'],
    [null, '1.2.840.10008.1.2.1'],
  ])('reads the transfer syntax of %s', (contentType, uid) => {
    expect(transferSyntaxOf(contentType)).toBe(uid);
  });
});
