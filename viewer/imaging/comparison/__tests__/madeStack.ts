import type { DicomJson } from '../../../../pixels/index.ts';
import { buildStack, type Stack } from '../../series/stack.ts';

type Numbers = readonly number[];

export interface MadeStack {
  study?: string;
  series: string;
  modality?: string;
  frameOfReference?: string;
  /** Image Position of each slice, mm; none: images without a place. */
  positions?: readonly Numbers[];
  count?: number;
  cosines?: Numbers;
  thicknessMm?: number;
  /** Further attributes of every instance, by tag. */
  more?: DicomJson;
}

/** A series as the viewer builds it from its metadata. */
export function madeStack({
  study = '1.2',
  series,
  modality = 'CT',
  frameOfReference,
  positions,
  count = positions?.length ?? 1,
  cosines = [1, 0, 0, 0, 1, 0],
  thicknessMm,
  more = {},
}: MadeStack): Stack {
  const instances = Array.from({ length: count }, (_, index): DicomJson => {
    const position = positions?.[index];
    return {
      '00080018': { vr: 'UI', Value: [`${series}.${index + 1}`] },
      '00080060': { vr: 'CS', Value: [modality] },
      '0020000D': { vr: 'UI', Value: [study] },
      '0020000E': { vr: 'UI', Value: [series] },
      '00200013': { vr: 'IS', Value: [index + 1] },
      ...(position && {
        '00200032': { vr: 'DS', Value: [...position] },
        '00200037': { vr: 'DS', Value: [...cosines] },
        '00280030': { vr: 'DS', Value: [1, 1] },
      }),
      ...(frameOfReference !== undefined && { '00200052': { vr: 'UI', Value: [frameOfReference] } }),
      ...(thicknessMm !== undefined && { '00180050': { vr: 'DS', Value: [thicknessMm] } }),
      '00280002': { vr: 'US', Value: [1] },
      '00280004': { vr: 'CS', Value: ['MONOCHROME2'] },
      '00280010': { vr: 'US', Value: [100] },
      '00280011': { vr: 'US', Value: [100] },
      '00280100': { vr: 'US', Value: [16] },
      '00280101': { vr: 'US', Value: [16] },
      '00280103': { vr: 'US', Value: [1] },
      ...more,
    };
  });
  return buildStack(study, series, instances);
}

export const text = (value: string) => ({ vr: 'LO', Value: [value] });

/** `count` positions from `z` on, `step` mm apart, along the body. */
export const along = (count: number, z: number, step: number): Numbers[] =>
  Array.from({ length: count }, (_, index) => [0, 0, z + index * step]);
