import type { DicomJson } from '../../../../pixels/index.ts';
import { buildStack } from '../../series/stack.ts';
import type { FramesOf, ListedSeries } from '../chooseImages.ts';

/** A series by what matters to hanging protocols, with as many slices as it has. */
export interface Described {
  uid: string;
  number?: number;
  modality: string;
  description?: string;
  bodyPart?: string;
  count: number;
  orientation?: 'axial' | 'coronal' | 'sagittal';
  /** Further attributes of each instance, or of all. */
  attributes?: Record<string, unknown> | Record<string, unknown>[];
}

const cosines = {
  axial: [1, 0, 0, 0, 1, 0],
  coronal: [1, 0, 0, 0, 0, -1],
  sagittal: [0, 1, 0, 0, 0, -1],
};

/** What the archive lists of series, and their frames as the viewer builds them from the metadata. */
export function studyOf(described: readonly Described[]): {
  series: ListedSeries[];
  framesOf: FramesOf;
  asked: string[];
} {
  const asked: string[] = [];
  return {
    asked,
    series: described.map(({ uid, number, modality, description, bodyPart, count }) => ({
      seriesInstanceUid: uid,
      seriesNumber: number,
      modality,
      description,
      bodyPart,
      instanceCount: count,
    })),
    framesOf: async (uid) => {
      asked.push(uid);
      const one = described.find((series) => series.uid === uid);
      if (!one) throw new Error(`no series ${uid}`);
      return buildStack('1.2', uid, instancesOf(one)).frames;
    },
  };
}

function instancesOf({ uid, modality, count, orientation, attributes = {} }: Described): DicomJson[] {
  return Array.from({ length: count }, (_, index) => {
    const own = Array.isArray(attributes) ? (attributes[index] ?? {}) : attributes;
    const values: Record<string, unknown> = {
      '00080018': `${uid}.${index + 1}`,
      '00080060': modality,
      '0020000E': uid,
      '00200013': index + 1,
      '00280002': 1,
      '00280004': 'MONOCHROME2',
      '00280010': 16,
      '00280011': 16,
      '00280100': 16,
      '00280101': 16,
      '00280102': 15,
      '00280103': 0,
      ...(orientation && {
        '00200032': [0, 0, 0].map((_, axis) =>
          axis === { sagittal: 0, coronal: 1, axial: 2 }[orientation] ? index : 0,
        ),
        '00200037': cosines[orientation],
        '00280030': [1, 1],
      }),
      ...own,
    };
    return Object.fromEntries(
      Object.entries(values).map(([tag, value]) => [
        tag,
        { vr: typeof value === 'number' ? 'US' : 'LO', Value: Array.isArray(value) ? value : [value] },
      ]),
    ) as DicomJson;
  });
}
