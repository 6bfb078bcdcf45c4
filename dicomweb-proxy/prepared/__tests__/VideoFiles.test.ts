import { describe, expect, it } from 'vitest';
import { videoMediaType } from '../VideoFiles.ts';

const head = (...bytes: number[]): Uint8Array => {
  const all = new Uint8Array(400);
  all.set(bytes);
  return all;
};

describe('videoMediaType', () => {
  it.each([
    ['video/mp4', head(0, 0, 0, 0x20, 0x66, 0x74, 0x79, 0x70)],
    ['video/mpeg', head(0, 0, 1, 0xba)],
    ['video/mpeg', head(0, 0, 1, 0xb3)],
    ['video/h264', head(0, 0, 0, 1, 0x67)],
    ['video/h264', head(0, 0, 1, 0x67)],
    ['application/octet-stream', head(0xff, 0xd8)],
    // One packet's sync byte may be chance, that of the next is none.
    ['application/octet-stream', head(0x47)],
  ])('%s', (type, bytes) => {
    expect(videoMediaType(bytes)).toBe(type);
  });

  it('knows transport packets by their distance', () => {
    const packets = head(0x47);
    packets[188] = 0x47;
    expect(videoMediaType(packets)).toBe('video/mp2t');
  });
});
