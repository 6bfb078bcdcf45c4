import { frameAttributes } from '../../pixels/index.ts';
import { parseDicom, type DicomFrames } from '../../pixels/__tests__/readDicom.ts';
import { referenceValues } from '../conformance/support/frameVerdict.ts';
import { pydicomValues } from '../conformance/support/pydicomValues.ts';

export interface ExpectedFrames {
  /** The decoder that gave them. */
  by: string;
  /** Modality values of a frame (0-based) by plain arithmetic, or its colours. */
  frame(index: number): ArrayLike<number>;
  /** How far values may be off: codecs round, and the viewer keeps 32-bit floats. */
  slack(value: number): number;
}

/** What an independent decoder makes of a file; why there is none otherwise. */
export async function expectedFrames(path: string, bytes: Buffer): Promise<ExpectedFrames | { why: string }> {
  let read: DicomFrames;
  try {
    read = parseDicom(bytes);
  } catch (error) {
    return {
      why: `no image that the test can read: ${error instanceof Error ? error.message : String(error)}`,
    };
  }
  const { dataSet, image } = read;
  if ('00283000' in dataSet) return { why: 'Modality LUT Sequence: compared in the tests of presentation' };
  if ('00409096' in frameAttributes(dataSet, 1))
    return { why: 'real world values: compared in the tests of overlays' };
  const palette = image.photometricInterpretation === 'PALETTE COLOR';
  const pydicom = pydicomValues([path], palette ? 'shown' : 'indices').get(path);
  const reference =
    palette && pydicom
      ? { by: 'pydicom', values: pydicom }
      : await referenceValues(read.frames, read.transferSyntaxUid, image, bytes, pydicom);
  if (!reference || (palette && !pydicom)) return { why: 'no independent decoder can read it' };
  const samples = palette ? 3 : image.samplesPerPixel;
  const size = image.rows * image.columns * samples;
  const rounds = /^1\.2\.840\.10008\.1\.2\.4\.(203|11[12])$/.test(read.transferSyntaxUid) ? 1 : 0;
  return {
    by: reference.by,
    frame: (index) => {
      const attributes = frameAttributes(dataSet, index + 1);
      const number = (tag: string, otherwise: number): number =>
        Number(attributes[tag]?.Value?.[0] ?? otherwise);
      const [slope, intercept] =
        samples === 1 ? [number('00281053', 1), number('00281052', 0)] : ([1, 0] as const);
      return Float64Array.from({ length: size }, (_, at) => {
        const value = reference.values[index * size + at] as number;
        return value * slope + intercept;
      });
    },
    slack: (value) => rounds + Math.abs(value) * 2 ** -23,
  };
}
