/**
 * A progressive JPEG of so many scans that decoding it takes minutes, though it has some 100 KB and every byte is as
 * ISO/IEC 10918-1 G wants it. Grey, all of one value.
 * @param side rows and columns, a multiple of 1024
 */
export function endlessJpeg(side: number, scans: number): Buffer {
  const size = [side >> 8, side & 0xff];
  const blocks = (side / 8) ** 2;
  return Buffer.concat([
    Buffer.from([0xff, 0xd8]),
    segment(0xdb, [0, ...new Array<number>(64).fill(1)]),
    segment(0xc2, [8, ...size, ...size, 1, 1, 0x11, 0]),
    // One code of one bit each, 0. DC: no difference. AC: a run of 2^14 empty blocks and 14 bits of how many more.
    segment(0xc4, [0x00, 1, ...new Array<number>(15).fill(0), 0x00]),
    segment(0xc4, [0x10, 1, ...new Array<number>(15).fill(0), 0xe0]),
    segment(0xda, [1, 1, 0x00, 0, 0, 0]),
    Buffer.alloc(Math.ceil(blocks / 8)),
    ...new Array<Buffer>(scans).fill(
      Buffer.concat([
        segment(0xda, [1, 1, 0x00, 1, 63, 0]),
        Buffer.alloc(Math.ceil((15 * blocks) / 2 ** 14 / 8)),
      ]),
    ),
    Buffer.from([0xff, 0xd9]),
  ]);
}

function segment(marker: number, bytes: readonly number[]): Buffer {
  const length = bytes.length + 2;
  return Buffer.from([0xff, marker, length >> 8, length & 0xff, ...bytes]);
}
