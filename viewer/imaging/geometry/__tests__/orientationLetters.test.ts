import { describe, expect, it } from 'vitest';
import { orientationLetters } from '../orientationLetters.ts';

describe('orientationLetters', () => {
  it.each([
    [[1, 0, 0], 'L'],
    [[-1, 0, 0], 'R'],
    [[0, 1, 0], 'P'],
    [[0, -1, 0], 'A'],
    [[0, 0, 1], 'H'],
    [[0, 0, -1], 'F'],
  ] as const)('names the axis %j %s', (direction, letter) => {
    expect(orientationLetters([...direction])).toBe(letter);
  });

  it('names the greater part of an oblique direction first', () => {
    expect(orientationLetters([0.5, -0.87, 0])).toBe('AL');
    expect(orientationLetters([0, 0.6, -0.8])).toBe('FP');
  });

  it('leaves out what is hardly there', () => {
    expect(orientationLetters([0.1, 0.99, 0.05])).toBe('P');
  });
});
