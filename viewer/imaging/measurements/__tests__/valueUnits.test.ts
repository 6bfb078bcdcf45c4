import { expect, it } from 'vitest';
import { unitText, valueScale } from '../valueUnits.ts';
import { element, madeFrame } from './madeFrames.ts';

const unitOf = (units: string, suvType?: string): string => {
  const frame = madeFrame({
    '00080060': element('CS', 'PT'),
    '00541001': element('CS', units),
    ...(suvType !== undefined && { '00541006': element('CS', suvType) }),
  });
  return valueScale(frame).unit;
};

it.each([
  ['GML', undefined, 'SUVbw'],
  ['GML', 'BW', 'SUVbw'],
  ['GML', 'LBM', 'SUVlbm'],
  ['GML', 'LBMJANMA', 'SUVlbm'],
  ['GML', 'IBW', 'SUVibw'],
  ['CM2ML', 'BSA', 'SUVbsa'],
  ['CM2ML', undefined, 'SUVbsa'],
  ['GML', 'SOMETHING', 'g/ml'],
])('tells PET in %s of SUV Type %s as %s', (units, suvType, expected) => {
  expect(unitText(unitOf(units, suvType))).toBe(expected);
});
