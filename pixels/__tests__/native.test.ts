import { describe, expect, it } from 'vitest';
import { decodeFrame, FrameDecodeError, UnsupportedTransferSyntaxError } from '../index.ts';
import { colour, grey } from './image.ts';

const implicitLittle = '1.2.840.10008.1.2';
const explicitLittle = '1.2.840.10008.1.2.1';
const explicitBig = '1.2.840.10008.1.2.2';

async function valuesOf(bytes: number[], image = grey(), transferSyntaxUid = explicitLittle) {
  const { values } = await decodeFrame(Uint8Array.from(bytes), transferSyntaxUid, image);
  return [values.constructor.name, ...values];
}

describe('uncompressed frames', () => {
  it('reads unsigned and signed 16-bit little endian', async () => {
    expect(await valuesOf([0x34, 0x12, 0xff, 0xff])).toEqual(['Uint16Array', 0x1234, 65535]);
    const signed = grey({ pixelRepresentation: 1 });
    expect(await valuesOf([0x34, 0x12, 0xff, 0xff], signed, implicitLittle)).toEqual([
      'Int16Array',
      0x1234,
      -1,
    ]);
  });

  it('extends the sign of 12 stored bits and clears the overlay above them', async () => {
    const image = grey({ bitsStored: 12, pixelRepresentation: 1 });
    // 0xF7FF: overlay bits over 0x7FF = 2047; 0x1800: overlay bit over 0x800 = -2048
    expect(await valuesOf([0xff, 0xf7, 0x00, 0x18], image)).toEqual(['Int16Array', 2047, -2048]);
    expect(await valuesOf([0xff, 0xf7, 0x00, 0x18], grey({ bitsStored: 12 }))).toEqual([
      'Uint16Array',
      2047,
      2048,
    ]);
  });

  it('moves values down that do not begin at bit 0', async () => {
    const image = grey({ bitsStored: 12, highBit: 15 });
    expect(await valuesOf([0xf5, 0xff, 0x10, 0x00], image)).toEqual(['Uint16Array', 4095, 1]);
  });

  it('reads 8-bit signed, 32-bit and float', async () => {
    const signed8 = grey({ bitsAllocated: 8, pixelRepresentation: 1 });
    expect(await valuesOf([0x80, 0x7f], signed8)).toEqual(['Int8Array', -128, 127]);
    const bits32 = grey({ bitsAllocated: 32 });
    expect(await valuesOf([1, 0, 0, 0x80, 0xff, 0xff, 0xff, 0xff], bits32)).toEqual([
      'Uint32Array',
      0x80000001,
      0xffffffff,
    ]);
    const float = grey({ bitsAllocated: 32, floatingPoint: true });
    // IEEE 754: 0x3FC00000 is 1.5, 0xC0000000 is -2
    expect(await valuesOf([0, 0, 0xc0, 0x3f, 0, 0, 0, 0xc0], float)).toEqual(['Float32Array', 1.5, -2]);
    const double = grey({ bitsAllocated: 64, floatingPoint: true, columns: 1 });
    expect(await valuesOf([0, 0, 0, 0, 0, 0, 0xf8, 0x3f], double)).toEqual(['Float64Array', 1.5]);
  });

  it('unpacks 1-bit pixels, the first in the lowest bit', async () => {
    const image = grey({ bitsAllocated: 1, columns: 5, rows: 2 });
    expect(await valuesOf([0b10010110, 0b01], image)).toEqual(['Uint8Array', 0, 1, 1, 0, 1, 0, 0, 1, 1, 0]);
  });

  it('swaps big endian words, and bytes that lie in OW', async () => {
    expect(await valuesOf([0x12, 0x34, 0xff, 0xfe], grey(), explicitBig)).toEqual([
      'Uint16Array',
      0x1234,
      0xfffe,
    ]);
    const bits32 = grey({ bitsAllocated: 32, columns: 1 });
    expect(await valuesOf([1, 2, 3, 4], bits32, explicitBig)).toEqual(['Uint32Array', 0x01020304]);
    const bytes = grey({ bitsAllocated: 8 });
    expect(await valuesOf([7, 9], { ...bytes, pixelDataVr: 'OB' }, explicitBig)).toEqual([
      'Uint8Array',
      7,
      9,
    ]);
    expect(await valuesOf([7, 9], { ...bytes, pixelDataVr: 'OW' }, explicitBig)).toEqual([
      'Uint8Array',
      9,
      7,
    ]);
  });

  it('takes bytes at an odd address and leaves them as they are', async () => {
    const buffer = Uint8Array.from([0xee, 0xff, 0x0f, 0x01, 0x00]);
    const { values } = await decodeFrame(
      buffer.subarray(1),
      explicitLittle,
      grey({ bitsStored: 8, highBit: 7 }),
    );
    expect([...values]).toEqual([255, 1]);
    expect([...buffer]).toEqual([0xee, 0xff, 0x0f, 0x01, 0x00]);
    expect(values.buffer).not.toBe(buffer.buffer);
  });

  it('puts planes together to pixels', async () => {
    const image = colour({ planarConfiguration: 1 });
    expect(await valuesOf([1, 2, 3, 4, 5, 6], image)).toEqual(['Uint8Array', 1, 3, 5, 2, 4, 6]);
  });

  it('turns YBR_FULL to RGB', async () => {
    const image = colour({ photometricInterpretation: 'YBR_FULL' });
    const frame = await decodeFrame(Uint8Array.from([100, 128, 128, 76, 85, 255]), explicitLittle, image);
    // Grey stays grey; the second: R = 76+1.402*127 = 254.05, G = 76+0.344136*43-0.714136*127 = 0.10, B = 76-1.772*43 = -0.2
    expect([...frame.values]).toEqual([100, 100, 100, 254, 0, 0]);
    expect(frame.photometricInterpretation).toBe('RGB');
  });

  it('turns YBR_FULL_422 to RGB: two pixels share Cb and Cr', async () => {
    const image = colour({ photometricInterpretation: 'YBR_FULL_422' });
    // R adds 1.402*127 = 178.05, G subtracts 0.714136*127 = 90.70
    expect(await valuesOf([50, 20, 128, 255], image)).toEqual(['Uint8Array', 228, 0, 50, 198, 0, 20]);
  });

  it('turns YBR_PARTIAL_422 to RGB: black is 16, white 235, and so are the colour bars of BT.601', async () => {
    const image = colour({ photometricInterpretation: 'YBR_PARTIAL_422', columns: 4 });
    // Black and white without colour; then red of 75 % (Y 65, Cb 100, Cr 212) twice.
    const frame = await decodeFrame(
      Uint8Array.from([16, 235, 128, 128, 65, 65, 100, 212]),
      explicitLittle,
      image,
    );
    expect([...frame.values]).toEqual([0, 0, 0, 255, 255, 255, 191, 0, 1, 191, 0, 1]);
    expect(frame.photometricInterpretation).toBe('RGB');
  });

  it('keeps the indices of PALETTE COLOR', async () => {
    const image = grey({ bitsAllocated: 8, photometricInterpretation: 'PALETTE COLOR' });
    const frame = await decodeFrame(Uint8Array.from([3, 200]), explicitLittle, image);
    expect([...frame.values, frame.photometricInterpretation]).toEqual([3, 200, 'PALETTE COLOR']);
  });

  it('accepts one byte of padding after an odd frame, and no other length', async () => {
    const image = grey({ bitsAllocated: 8, columns: 3 });
    expect(await valuesOf([1, 2, 3, 0], image)).toEqual(['Uint8Array', 1, 2, 3]);
    await expect(valuesOf([1, 2], image)).rejects.toThrow('too short: 3 bytes expected, 2 found');
    await expect(valuesOf([1, 2, 3, 0, 0], image)).rejects.toThrow('too long: 3 bytes expected, 5 found');
    await expect(valuesOf([1, 2, 3], grey())).rejects.toBeInstanceOf(FrameDecodeError);
  });

  it('refuses what contradicts itself, before taking memory for it', async () => {
    await expect(valuesOf([0, 0, 0, 0], grey({ bitsStored: 17 }))).rejects.toThrow('Bits Stored 17');
    await expect(valuesOf([], grey({ rows: 65535, columns: 65535 }))).rejects.toThrow(
      '8589672450 bytes of memory',
    );
    await expect(valuesOf([0, 0, 0], grey({ bitsAllocated: 12 }))).rejects.toThrow(
      'Bits Allocated (0028,0100) is 12',
    );
    await expect(valuesOf([0, 0, 0, 0], grey({ photometricInterpretation: 'HSV' }))).rejects.toThrow('"HSV"');
  });

  it('names a transfer syntax it has no decoder for', async () => {
    const decoding = decodeFrame(new Uint8Array(4), '1.2.840.10008.1.2.4.92', grey());
    await expect(decoding).rejects.toThrow(
      'JPEG 2000 Part 2 Multi-component Lossless Only (1.2.840.10008.1.2.4.92) is not supported: its components',
    );
    await expect(decoding).rejects.toBeInstanceOf(UnsupportedTransferSyntaxError);
    await expect(decodeFrame(new Uint8Array(4), '1.2.3', grey())).rejects.toThrow('"1.2.3" (unknown)');
  });
});
