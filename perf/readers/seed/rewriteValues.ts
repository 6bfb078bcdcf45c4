/** VRs whose length field has 32 bits (PS3.5 7.1.2). */
const longLength = new Set(['OB', 'OD', 'OF', 'OL', 'OV', 'OW', 'SQ', 'SV', 'UC', 'UN', 'UR', 'UT', 'UV']);
const pixelData = 0x7fe00010;
const fileMetaStart = 132;

/**
 * A copy of a Part 10 file (Explicit VR Little Endian) in which top-level text values are others of the same length:
 * `rewrite` gets tag (group << 16 | element) and value without padding, and gives the new value or undefined to keep it.
 * Everything else, pixels included, stays byte for byte.
 * Throws Error for another kind of file, an undefined length, or a value of another length.
 */
export function rewriteValues(
  file: Uint8Array,
  rewrite: (tag: number, value: string) => string | undefined,
): Buffer {
  const copy = Buffer.from(file);
  if (copy.toString('latin1', 128, fileMetaStart) !== 'DICM')
    throw new Error('no Part 10 file: DICM is missing');
  let position = fileMetaStart;
  while (position + 8 <= copy.length) {
    const tag = copy.readUInt16LE(position) * 0x10000 + copy.readUInt16LE(position + 2);
    if (tag === pixelData) return copy;
    const vr = copy.toString('latin1', position + 4, position + 6);
    const long = longLength.has(vr);
    const length = long ? copy.readUInt32LE(position + 8) : copy.readUInt16LE(position + 6);
    position += long ? 12 : 8;
    if (length === 0xffffffff) throw new Error(`element ${tag.toString(16)} has no defined length`);
    if (!long) replace(tag, copy.subarray(position, position + length));
    position += length;
  }
  throw new Error('the file has no pixel data');

  function replace(tag: number, bytes: Buffer): void {
    const value = bytes.toString('latin1').replace(/[\0 ]+$/, '');
    const other = rewrite(tag, value);
    if (other === undefined) return;
    if (other.length !== value.length) {
      throw new Error(`element ${tag.toString(16)}: ${other} is not as long as ${value}`);
    }
    bytes.write(other, 'latin1');
  }
}
