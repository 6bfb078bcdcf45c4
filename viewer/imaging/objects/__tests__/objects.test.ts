import { describe, expect, it } from 'vitest';
import type { DicomJson } from '../../../../pixels/index.ts';
import { nuclearPlace } from '../../series/nuclearFrame.ts';
import { buildStack } from '../../series/stack.ts';
import { keyImageStack } from '../keyImageStack.ts';
import { objectKindOf } from '../objectKind.ts';
import { referencesOf } from '../references.ts';
import { reportContent } from '../report/index.ts';
import { frameAt, momentOf, videoFacts } from '../video/index.ts';

const text = (vr: string, ...Value: unknown[]) => ({ vr, Value });
const sopClass = (uid: string): DicomJson => ({ '00080016': text('UI', uid) });
const size: DicomJson = { '00280010': text('US', 2), '00280011': text('US', 2) };
const image = (uid: string, series: string, frames = 1): DicomJson => ({
  ...size,
  '00080018': text('UI', uid),
  '0020000D': text('UI', '1'),
  '0020000E': text('UI', series),
  '00280008': text('IS', frames),
  '00280100': text('US', 8),
});
const reference = (uid: string, frame?: number): DicomJson => ({
  '00081150': text('UI', '1.2.840.10008.5.1.4.1.1.2'),
  '00081155': text('UI', uid),
  ...(frame !== undefined && { '00081160': text('IS', frame) }),
});

describe('objectKindOf', () => {
  it.each([
    ['key-images', { ...sopClass('1.2.840.10008.5.1.4.1.1.88.59'), '0040A040': text('CS', 'CONTAINER') }],
    ['report', { ...sopClass('1.2.840.10008.5.1.4.1.1.88.67'), '0040A040': text('CS', 'CONTAINER') }],
    ['document', { '00420011': { vr: 'OB', BulkDataURI: '/x' } }],
    ['waveform', { '54000100': text('SQ', {}) }],
    ['video', { ...size, '00083002': text('UI', '1.2.840.10008.1.2.4.102') }],
    ['image', { ...size, '00083002': text('UI', '1.2.840.10008.1.2.4.50') }],
    ['slide', { ...size, '00480006': text('UL', 9), '00480007': text('UL', 9) }],
    [
      'image',
      {
        ...sopClass('1.2.840.10008.5.1.4.1.1.66.4'),
        ...size,
        '00480006': text('UL', 9),
        '00480007': text('UL', 9),
      },
    ],
    ['other', sopClass('1.2.840.10008.5.1.4.1.1.481.5')],
  ] as const)('%s', (kind, instance) => {
    expect(objectKindOf(instance as DicomJson)).toBe(kind);
  });
});

describe('buildStack', () => {
  it('keeps images and objects of one series apart', () => {
    const film = { ...image('1.5', '2'), '00083002': text('UI', '1.2.840.10008.1.2.4.100') };
    const stack = buildStack('1', '2', [film, image('1.6', '2')]);
    expect(stack.frames.map(({ sopInstanceUid }) => sopInstanceUid)).toEqual(['1.6']);
    expect(stack.objects).toMatchObject([{ kind: 'video', sopInstanceUid: '1.5' }]);
    expect(stack.leftOut).toEqual([]);
  });
});

describe('keyImageStack', () => {
  const document: DicomJson = {
    ...sopClass('1.2.840.10008.5.1.4.1.1.88.59'),
    '00080018': text('UI', '9.1'),
    '0040A040': text('CS', 'CONTAINER'),
    '0040A043': text('SQ', {
      '00080100': text('SH', '113000'),
      '00080102': text('SH', 'DCM'),
      '00080104': text('LO', 'Of Interest'),
    }),
    '0040A375': text('SQ', {
      '0020000D': text('UI', '1'),
      '00081115': text('SQ', {
        '0020000E': text('UI', '2'),
        '00081199': text('SQ', reference('3.1'), reference('3.2'), reference('3.9')),
      }),
    }),
    '0040A730': text(
      'SQ',
      {
        '0040A040': text('CS', 'TEXT'),
        '0040A043': text('SQ', { '00080100': text('SH', '113012') }),
        '0040A160': text('UT', 'the larger one'),
      },
      { '0040A040': text('CS', 'IMAGE'), '00081199': text('SQ', reference('3.2', 2)) },
      { '0040A040': text('CS', 'IMAGE'), '00081199': text('SQ', reference('3.1')) },
      { '0040A040': text('CS', 'IMAGE'), '00081199': text('SQ', reference('3.9')) },
    ),
  };

  it('is the frames named, in the order in which they are named', async () => {
    const home = buildStack('1', '2', [image('3.1', '2'), image('3.2', '2', 3), image('3.3', '2')]);
    const stack = await keyImageStack('1', '8', [document], async () => home);
    expect(stack?.frames.map((frame) => [frame.sopInstanceUid, frame.frameNumber])).toEqual([
      ['3.2', 2],
      ['3.1', 1],
    ]);
    expect(stack?.keyDocuments).toMatchObject([
      {
        title: { meaning: 'Of Interest' },
        description: 'the larger one',
        missing: [{ sopInstanceUid: '3.9' }],
      },
    ]);
    expect(stack?.objects).toBeUndefined();
  });

  it('is explained where none of its images can be had', async () => {
    const stack = await keyImageStack('1', '8', [document], () => Promise.reject(new Error('gone')));
    expect(stack?.frames).toEqual([]);
    expect(stack?.objects).toMatchObject([{ kind: 'other', sopInstanceUid: '9.1' }]);
    expect(stack?.leftOut[0]?.reason).toContain('gone');
  });
});

describe('referencesOf', () => {
  it('gives each object once, with its series, and no studies of management', () => {
    const found = referencesOf({
      '00081110': text('SQ', {
        '00081150': text('UI', '1.2.840.10008.3.1.2.3.1'),
        '00081155': text('UI', '5'),
      }),
      '00081140': text('SQ', reference('3.1')),
      '00081115': text('SQ', {
        '0020000E': text('UI', '2'),
        '00081199': text('SQ', reference('3.1'), reference('3.2')),
      }),
    });
    expect(found.map((one) => [one.sopInstanceUid, one.seriesInstanceUid])).toEqual([
      ['3.1', '2'],
      ['3.2', '2'],
    ]);
  });
});

describe('reportContent', () => {
  it('keeps digits, lines, references within the tree and what cannot be read', () => {
    const { children } = reportContent({
      '0040A040': text('CS', 'CONTAINER'),
      '0040A730': text(
        'SQ',
        {
          '0040A040': text('CS', 'NUM'),
          '0040A300': text('SQ', {
            '0040A30A': text('DS', 1.234567890123),
            '0040A161': text('FD', 1.2345678901234567),
            '004008EA': text('SQ', { '00080100': text('SH', 'mm') }),
          }),
        },
        { '0040A040': text('CS', 'NUM'), '0040A301': text('SQ', { '00080100': text('SH', '114007') }) },
        { '0040A040': text('CS', 'TEXT'), '0040A160': text('UT', ' a\r\n  b ') },
        { '0040A010': text('CS', 'INFERRED FROM'), '0040DB73': text('UL', 1, 3) },
        { '0040A040': text('CS', 'CODE') },
      ),
    });
    expect(children.map(({ value }) => value)).toMatchObject([
      { kind: 'number', text: '1.2345678901234567', unit: { value: 'mm' } },
      { kind: 'number', text: undefined, qualifier: { value: '114007' } },
      { kind: 'text', text: ' a\r\n  b' },
      { kind: 'see', path: [1, 3] },
      { kind: 'unread' },
    ]);
  });
});

describe('videoFacts', () => {
  it('counts frames by Frame Time, Cine Rate or the vector', () => {
    const film = (more: DicomJson) => videoFacts({ ...size, '00280008': text('IS', 60), ...more });
    expect(film({ '00181063': text('DS', 40) })).toMatchObject({ framesPerSecond: 25, seconds: 2.4 });
    expect(film({ '00180040': text('IS', 30) })).toMatchObject({ framesPerSecond: 30, seconds: 2 });
    expect(film({ '00181065': text('DS', 0, 50, 50) }).framesPerSecond).toBe(20);
    expect(film({}).seconds).toBeUndefined();
  });

  it('goes to the middle of a frame and finds it there', () => {
    for (const frame of [1, 2, 29, 60]) expect(frameAt(momentOf(frame, 25), 25, 60)).toBe(frame);
    expect(frameAt(99, 25, 60)).toBe(60);
    expect(momentOf(2, 25)).toBeCloseTo(0.06, 12);
  });
});

describe('nuclearPlace', () => {
  it('names what differs between frames, with windows and views by name', () => {
    const gated: DicomJson = {
      '00540010': text('US', 1, 1, 1, 1),
      '00540020': text('US', 1, 1, 2, 2),
      '00540030': text('US', 1, 2, 1, 2),
      '00540012': text('SQ', {
        '00540018': text('SH', 'Tc99m'),
        '00540013': text('SQ', { '00540014': text('DS', 126), '00540015': text('DS', 154) }),
      }),
      '00540022': text('SQ', {}, { '00540220': text('SQ', { '00080104': text('LO', 'Posterior') }) }),
    };
    expect(nuclearPlace(gated, 4)).toEqual([
      { index: 'energyWindow', value: 1, count: 1, name: 'Tc99m 126–154 keV' },
      { index: 'detector', value: 2, count: 2, name: 'Posterior' },
      { index: 'phase', value: 2, count: 2, name: '' },
    ]);
  });
});
