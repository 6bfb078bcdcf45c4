import { describe, expect, it } from 'vitest';
import type { FrameRef } from '../../series/frameRef.ts';
import { edgeLetters } from '../edgeLetters.ts';

/** A projection: no place in the patient, drawn in columns and rows. */
const projection = (...orientation: string[]): FrameRef =>
  ({
    plane: undefined,
    drawnSpacing: { row: 1, column: 1 },
    instance: { '00200020': { vr: 'CS', Value: orientation } },
  }) as unknown as FrameRef;

describe('edgeLetters', () => {
  it('names the edges after Patient Orientation: rows lead to the first, columns to the second', () => {
    const letters = edgeLetters(projection('L', 'F'), [1, 0, 0], [0, -1, 0]);
    expect(letters).toEqual({ left: 'R', right: 'L', top: 'H', bottom: 'F' });
  });

  it('follows turns and flips', () => {
    // Turned clockwise by 90 degrees: what was up is right, what was left is up.
    expect(edgeLetters(projection('A', 'F'), [0, -1, 0], [-1, 0, 0])).toEqual({
      right: 'H',
      left: 'F',
      top: 'P',
      bottom: 'A',
    });
    expect(edgeLetters(projection('A', 'F'), [-1, 0, 0], [0, -1, 0])).toMatchObject({
      right: 'P',
      left: 'A',
    });
  });

  it('turns several letters round, and codes of animals', () => {
    expect(edgeLetters(projection('PF', 'RF'), [1, 0, 0], [0, -1, 0])).toMatchObject({
      left: 'AH',
      top: 'LH',
    });
    expect(edgeLetters(projection('RT', 'CD'), [1, 0, 0], [0, -1, 0])).toMatchObject({
      left: 'LE',
      top: 'CR',
    });
  });

  it('says nothing where nothing is said', () => {
    expect(edgeLetters(projection(), [1, 0, 0], [0, -1, 0])).toBeUndefined();
  });
});
