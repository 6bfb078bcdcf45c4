import { imagePixelModule } from '../../../pixels/index.ts';
import { makeInstance, type MadeInstance } from './instances.ts';
import type { Element } from './part10.ts';

export type Slice = MadeInstance;

const rows = 96;
const columns = 80;

/** Of the slices made here, but for the bits of encapsulated ones. */
export const sliceImage = imagePixelModule({
  '00280002': { vr: 'US', Value: [1] },
  '00280004': { vr: 'CS', Value: ['MONOCHROME2'] },
  '00280010': { vr: 'US', Value: [rows] },
  '00280011': { vr: 'US', Value: [columns] },
  '00280100': { vr: 'US', Value: [16] },
  '00280101': { vr: 'US', Value: [16] },
  '00280102': { vr: 'US', Value: [15] },
  '00280103': { vr: 'US', Value: [0] },
});

const size: readonly Element[] = [
  [0x00280010, 'US', rows],
  [0x00280011, 'US', columns],
];

/** 96 x 80 pixels of 16 bits: a gradient with noise, another for each number, with the extreme values in it. */
export function makeSlice(study: string, number: number): Slice {
  const pixels = Buffer.alloc(rows * columns * 2);
  let random = number;
  for (let i = 0; i < rows * columns; i += 1) {
    random = (random * 1_103_515_245 + 12_345) % 2 ** 31;
    pixels.writeUInt16LE((40 * i + (random >> 22)) & 0xffff, 2 * i);
  }
  pixels.writeUInt16LE(0, 0);
  pixels.writeUInt16LE(0xffff, 2);
  const made = makeInstance({ study, number, more: [...size, [0x7fe00010, 'OW', pixels]] });
  return { ...made, pixels };
}

/** One compressed frame of 8 bits. @param options `side`: as many rows and columns, not 96 x 80 */
export function encapsulatedSlice(
  study: string,
  stream: Buffer,
  transferSyntaxUid: string,
  options: { number?: number; side?: number } = {},
): Slice {
  const { number = 1, side } = options;
  const made = makeInstance({
    study,
    number,
    transferSyntaxUid,
    more: [
      [0x00280010, 'US', side ?? rows],
      [0x00280011, 'US', side ?? columns],
      [0x00280100, 'US', 8],
      [0x00280101, 'US', 8],
      [0x00280102, 'US', 7],
      [0x7fe00010, 'OB', Buffer.alloc(0)],
    ],
  });
  // Pixel Data is the last element: its empty value gives way to a sequence of fragments (PS3.5 A.4).
  const head = made.file.subarray(0, made.file.length - 12);
  const even = stream.length % 2 === 0 ? stream : Buffer.concat([stream, Buffer.alloc(1)]);
  const item = Buffer.from([0xfe, 0xff, 0x00, 0xe0, 0, 0, 0, 0]);
  item.writeUInt32LE(even.length, 4);
  const file = Buffer.concat([
    head,
    Buffer.from([0xe0, 0x7f, 0x10, 0x00, 0x4f, 0x42, 0, 0, 0xff, 0xff, 0xff, 0xff]),
    Buffer.from([0xfe, 0xff, 0x00, 0xe0, 0, 0, 0, 0]),
    item,
    even,
    Buffer.from([0xfe, 0xff, 0xdd, 0xe0, 0, 0, 0, 0]),
  ]);
  return { ...made, file, pixels: stream };
}
