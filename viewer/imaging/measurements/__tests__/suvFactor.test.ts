import { expect, it } from 'vitest';
import { suvFactor } from '../suvFactor.ts';
import { element } from './madeFrames.ts';

const dose = {
  '00181072': element('TM', '090000'),
  '00181074': element('DS', 350e6),
  '00181075': element('DS', 6586.2),
};
const pet = {
  '00080021': element('DA', '20260701'),
  '00080022': element('DA', '20260701'),
  '00080031': element('TM', '100000'),
  '00080032': element('TM', '100130.5'),
  '00101030': element('DS', 70),
  '00280051': element('CS', 'DECY', 'ATTN'),
  '00541001': element('CS', 'BQML'),
  '00541102': element('CS', 'START'),
  '00540016': { vr: 'SQ', Value: [dose] },
};

it('divides by the dose left after an hour, per gram', () => {
  // 350 MBq of F-18 after 3600 s: 350 * 2^(-3600 / 6586.2) = 239.62 MBq; 70000 g / 239.62e6 Bq.
  expect(suvFactor(pet)).toBeCloseTo(70000 / (350e6 * Math.exp((-Math.LN2 * 3600) / 6586.2)), 12);
  expect(suvFactor({ ...pet, '00541102': element('CS', 'ADMIN') })).toBeCloseTo(0.0002, 12);
});

it('counts an injection before midnight', () => {
  const late = { ...pet, '00080031': element('TM', '003000'), '00080032': element('TM', '003000') };
  const evening = { ...dose, '00181072': element('TM', '233000') };
  expect(suvFactor({ ...late, '00540016': { vr: 'SQ', Value: [evening] } })).toBeCloseTo(suvFactor(pet)!, 12);
});

it.each([
  ['weight', { '00101030': { vr: 'DS' } }],
  ['decay correction', { '00541102': element('CS', 'NONE') }],
  ['attenuation correction', { '00280051': element('CS', 'DECY') }],
  ['unit', { '00541001': element('CS', 'CNTS') }],
  ['a time that is before the scan', { '00080031': element('TM', '110000') }],
])('says nothing without %s', (_, change) => {
  expect(suvFactor({ ...pet, ...change })).toBeUndefined();
});
