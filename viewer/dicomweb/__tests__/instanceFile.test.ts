import { describe, expect, it } from 'vitest';
import { onlyPart } from '../instanceFile.ts';

const bytes = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0));

describe('onlyPart', () => {
  it('is what lies between the head and the last boundary, line breaks within it included', () => {
    const part = 'DICM\r\n--not the boundary\0\xff\r\n';
    const body = bytes(`--b\r\nContent-Type: application/dicom\r\n\r\n${part}\r\n--b--\r\n`);
    expect(String.fromCharCode(...onlyPart(body))).toBe(part);
  });

  it('refuses an answer that has none', () => {
    expect(() => onlyPart(bytes('not found'))).toThrow(RangeError);
  });
});
