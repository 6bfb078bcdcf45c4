import type { TextsLike } from '../texts.ts';
import type { monitorTest as zh } from '../zh-CN/monitorTest.ts';

export const monitorTest: TextsLike<typeof zh> = {
  title: 'Monitor test',
  pattern: 'Pattern',
  kinds: {
    qc: 'Quality control (after TG18-QC)',
    step: 'Luminance steps (after TG18-LN)',
    uniform10: 'Uniformity 10 % (after TG18-UN10)',
    uniform80: 'Uniformity 80 % (after TG18-UN80)',
  },
  step: 'Step {{number}} of {{count}}, level {{level}}',
  fullScreen: 'Full screen',
  leave: 'Escape or a click on the picture leaves full screen.',
  lookFor: 'What to look for',
  checks: {
    grid: 'Grid and border: straight lines, equal squares, all four edges on the screen.',
    patches: '18 grey levels: each differs from its neighbours, the small squares in all corners are seen.',
    insets: '5 % in black and 95 % in white: both small squares are seen.',
    lines:
      'Line pairs of one and two pixels, in the middle and the corners: separate, without colour or waves.',
    ramps: 'Ramps at both sides: smooth, no steps, no bands.',
    letters:
      'QUALITY CONTROL: how many letters can be read on black, grey and white; compare with last time.',
    uniform: 'Uniform pictures: no dead pixels, no dark or coloured spots.',
    meter:
      'Luminance steps: measure each with a luminance meter in the light you read in, compare with the DICOM GSDF.',
  },
  honest:
    'These pictures are made by this software after the ideas of AAPM TG18. They are not the TG18 images and do not replace an acceptance test with a luminance meter. Look at them in the light you read in, after half an hour of warming up.',
  pixels: 'Picture of {{width}} × {{height}} pixels, device pixel ratio {{ratio}}, one to one.',
  notExact: 'This browser does not tell exact pixels: edges may be off by one. Set the page’s zoom to 100 %.',
};
