import { describe, expect, it } from 'vitest';
import { displayOf, readStateDisplay } from '../stateDisplay.ts';

const element = (vr: string, ...Value: unknown[]) => ({ vr, Value });
const reference = (uid: string, ...frames: number[]) => ({
  '00081155': element('UI', uid),
  ...(frames.length > 0 && { '00081160': element('IS', ...frames) }),
});
const window = (center: number, width: number) => ({
  '00281050': element('DS', center),
  '00281051': element('DS', width),
});

describe('readStateDisplay', () => {
  const display = readStateDisplay({
    '00283110': element(
      'SQ',
      { ...window(10, 20), '00081140': element('SQ', reference('1.2', 3)) },
      {
        ...window(30, 40),
        '00081140': element('SQ', reference('1.2')),
        '00281056': element('CS', 'SIGMOID'),
      },
      { ...window(50, 60) },
    ),
    '0070005A': element('SQ', {
      '00700052': element('SL', 200, 10),
      '00700053': element('SL', 101, 90),
      '00700100': element('CS', 'MAGNIFY'),
      '00700103': element('FL', 2.5),
    }),
    '00700042': element('US', 270),
    '00700041': element('CS', 'Y'),
    '20500020': element('CS', 'INVERSE'),
    '60001001': element('CS', 'LAYER1'),
    '60020010': element('US', 1),
    '60020011': element('US', 8),
    '60023000': { vr: 'OW', InlineBinary: 'AQA=' },
    '60021001': element('CS', 'LAYER2'),
    '60040010': element('US', 1),
    '60040011': element('US', 8),
    '60043000': { vr: 'OW', InlineBinary: 'AQA=' },
    '00181600': element('CS', 'BITMAP'),
    '00181623': element('US', 0x6004),
    '00181622': element('US', 32896),
  });

  it('takes the VOI that is for the frame, for the image, or for all', () => {
    const voiOf = (sopInstanceUid: string, frameNumber: number) =>
      displayOf(display, { sopInstanceUid, frameNumber }).voi.map((one) => one.kind === 'window' && one.voi);
    expect(voiOf('1.2', 3)).toEqual([{ center: 10, width: 20, function: 'linear' }]);
    expect(voiOf('1.2', 4)).toEqual([{ center: 30, width: 40, function: 'sigmoid' }]);
    expect(voiOf('1.3', 1)).toEqual([{ center: 50, width: 60, function: 'linear' }]);
  });

  it('reads how the image lies, its polarity, its shutter and its overlays', () => {
    const read = displayOf(display, { sopInstanceUid: '1.2', frameNumber: 1 });
    expect(read).toMatchObject({
      rotation: 270,
      flipped: true,
      presentation: { inverse: true },
      area: { topLeft: [101, 10], bottomRight: [200, 90], mode: 'MAGNIFY', magnification: 2.5 },
      // The image's group 6000 is activated, 6002 is the state's own, 6004 its shutter.
      activated: ['6000'],
      shutter: { shapes: [], overlayGroup: '6004', grey: 128 },
    });
    expect(read.overlays.map(({ group }) => group)).toEqual(['6002', '6004']);
  });
});
