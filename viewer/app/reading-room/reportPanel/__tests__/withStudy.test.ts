import { expect, it } from 'vitest';
import { withStudy } from '../withStudy.ts';

it('adds a study to what is compared, in the place of the last one where three stand there', () => {
  expect(withStudy([], 'a')).toEqual(['a']);
  expect(withStudy(['a', 'b'], 'c')).toEqual(['a', 'b', 'c']);
  expect(withStudy(['a', 'b', 'c'], 'd')).toEqual(['a', 'b', 'd']);
});
