import type { DicomJson } from '../../../../pixels/index.ts';
import type { LoadedFrame } from '../../frames/loadedFrame.ts';
import type { Point3 } from '../../geometry/vector.ts';
import { buildFrames } from '../../series/buildFrames.ts';
import type { FrameRef } from '../../series/frameRef.ts';
import type { MeasuredImage } from '../measure.ts';

const element = (vr: string, ...Value: unknown[]) => ({ vr, Value });

/** One CT slice at z mm: rows 0.5 mm apart, columns 2 mm, first pixel at (10, 20, z), unless told otherwise. */
export function madeFrame(change: DicomJson = {}, z = 0): FrameRef {
  const instance: DicomJson = {
    '00080018': element('UI', `1.2.${z}`),
    '0020000D': element('UI', '1.1'),
    '0020000E': element('UI', '1.1.1'),
    '00080060': element('CS', 'CT'),
    '00200052': element('UI', '1.9'),
    '00280002': element('US', 1),
    '00280004': element('CS', 'MONOCHROME2'),
    '00280010': element('US', 8),
    '00280011': element('US', 8),
    '00280100': element('US', 16),
    '00280101': element('US', 16),
    '00280102': element('US', 15),
    '00280103': element('US', 1),
    '00281052': element('DS', 0),
    '00281053': element('DS', 1),
    '00280030': element('DS', 0.5, 2),
    '00180050': element('DS', 3),
    '00200032': element('DS', 10, 20, z),
    '00200037': element('DS', 1, 0, 0, 0, 1, 0),
    ...change,
  };
  const [frame] = buildFrames(instance);
  if (!frame) throw new Error('no frame');
  return frame;
}

export const absent = { vr: 'DS' };
export { element };

/** Pixels whose value is 10 * row + column. */
export function madePixels(rows = 8, columns = 8): LoadedFrame {
  const values = Int16Array.from(
    { length: rows * columns },
    (_, at) => 10 * Math.floor(at / columns) + (at % columns),
  );
  return {
    ...{
      values,
      rows,
      columns,
      samplesPerPixel: 1,
      photometricInterpretation: 'MONOCHROME2',
      bitsStored: 16,
    },
    ...{ min: 0, max: 77, transferSyntaxUid: '1.2.840.10008.1.2.1', encodedBytes: 0 },
  } as LoadedFrame;
}

export const madeImage = (change: DicomJson = {}, z = 0): MeasuredImage => ({
  frame: madeFrame(change, z),
  loaded: madePixels(),
});

/** Where the pixel in `column`, `row` of the made slice lies. */
export const at = (column: number, row: number, z = 0): Point3 => [10 + 2 * column, 20 + 0.5 * row, z];
