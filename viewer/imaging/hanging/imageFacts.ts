import { sequence, string } from '../../dicomweb/index.ts';
import { planeNormal } from '../geometry/framePlane.ts';
import type { FrameRef } from '../series/frameRef.ts';

/** What hanging protocols ask of an image. */
export interface ImageFacts {
  orientation: 'axial' | 'coronal' | 'sagittal' | undefined;
  thicknessMm: number | undefined;
  kernel: 'sharp' | 'soft' | undefined;
  contrast: boolean;
  laterality: 'L' | 'R' | undefined;
  /** `CC`, `MLO`, `PA`, `LL`, … in capitals; empty where the image does not say. */
  views: string[];
  /** Raw data of the detector, not meant to be read: Presentation Intent Type (0008,0068). */
  forProcessing: boolean;
}

export function imageFacts({ instance, plane, sliceThicknessMm }: FrameRef): ImageFacts {
  const side = string(instance, '00200062') ?? string(instance, '00200060');
  return {
    orientation: plane && orientationOf(planeNormal(plane)),
    thicknessMm: sliceThicknessMm,
    kernel: kernelOf(string(instance, '00181210')),
    contrast: string(instance, '00180010') !== undefined,
    laterality: side === 'L' || side === 'R' ? side : undefined,
    views: viewsOf(instance),
    forProcessing: string(instance, '00080068') === 'FOR PROCESSING',
  };
}

/** The axis of the patient that a normal is nearest to. */
function orientationOf(normal: readonly [number, number, number]): ImageFacts['orientation'] {
  const [x, y, z] = normal.map(Math.abs) as [number, number, number];
  if (z >= x && z >= y) return 'axial';
  return y >= x ? 'coronal' : 'sagittal';
}

/**
 * Kernels for edges: GE and Philips by word or letter, Siemens B/Br/Bl/Hr from 50 on, Canon FC30 to 39, FC50 to 59 and
 * FC80 to 89. All others are for soft tissue.
 */
const sharpKernels = [
  /LUNG|BONE|EDGE|SHARP|DETAIL|HIGH/i,
  /^(Y[A-E]|L|D|E|U)$/i,
  /^[BHTIJ][a-z]?[5-9]\d/i,
  /^FC(3|5|8)\d/i,
];

function kernelOf(kernel: string | undefined): ImageFacts['kernel'] {
  if (kernel === undefined) return undefined;
  return sharpKernels.some((pattern) => pattern.test(kernel)) ? 'sharp' : 'soft';
}

/** View Code Sequence in the words of View Position (context group 4014 of PS3.16). */
const viewMeanings: [RegExp, string][] = [
  [/medio-?lateral oblique/i, 'MLO'],
  // Exaggerated ones show another part of the breast than the view compared on hanging.
  [/exaggerated/i, 'XCC'],
  [/cranio-?caudal/i, 'CC'],
  [/medio-?lateral/i, 'ML'],
  [/latero-?medial/i, 'LM'],
];

function viewsOf(instance: FrameRef['instance']): string[] {
  const position = string(instance, '00185101')?.toUpperCase();
  const meaning = sequence(instance, '00540220').map((item) => string(item, '00080104') ?? '')[0];
  const coded = meaning && viewMeanings.find(([pattern]) => pattern.test(meaning))?.[1];
  return [position, coded].filter((view): view is string => view !== undefined && view !== '');
}
