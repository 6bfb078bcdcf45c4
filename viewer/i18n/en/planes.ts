import type { TextsLike } from '../texts.ts';
import type { planes as zh } from '../zh-CN/planes.ts';

/** Planes, slabs, crosshair, volume rendering. */
export const planes: TextsLike<typeof zh> = {
  menu: 'Planes and slabs',
  orientation: 'Plane',
  stack: 'Slices as stored',
  axial: 'Axial',
  coronal: 'Coronal',
  sagittal: 'Sagittal',
  oblique: 'Oblique',
  mpr: 'MPR (three planes)',
  leaveMpr: 'Leave MPR',
  slab: 'Slab',
  none: 'Single slice',
  short: { mip: 'MIP', minip: 'MinIP', avgip: 'AvgIP' },
  thickness: 'Thickness (mm)',
  fullThickness: 'Whole volume',
  corner: '{{mode}}  {{mm}} mm',
  refused: 'This series cannot be cut into other planes',
  faults: {
    colour: 'colour images',
    'no-position': '{{frames}} images have no place in the patient',
    'mixed-frames-of-reference': 'the images lie in {{count}} different frames of reference',
    'mixed-orientation': 'the slices are not parallel: {{degrees}}° apart',
    'mixed-matrix': 'image sizes differ: {{sizes}}',
    'mixed-pixel-spacing': 'pixel spacing differs: {{leastMm}} to {{greatestMm}} mm',
    'mixed-units': 'units of the values differ: {{units}}',
    'few-slices': 'there are slices at only {{count}} places',
    'repeated-places': '{{frames}} images share {{places}} places and cannot be grouped',
    wandering: 'the slices do not lie on a straight line: {{greatestMm}} mm off',
    gap: '{{missing}} slices are missing between {{fromMm}} and {{toMm}} mm',
    'variable-spacing': 'the distance of slices varies: {{leastMm}} to {{greatestMm}} mm',
  },
  notes: {
    'gantry-tilt': 'gantry tilt {{degrees}}°: sampled at the true places',
    gap: '{{missing}} slices missing between {{fromMm}} and {{toMm}} mm: interpolated',
    'variable-spacing': 'slices {{leastMm}} to {{greatestMm}} mm apart: interpolated at the true places',
    phase: 'phase {{index}} of {{count}}',
  },
};
