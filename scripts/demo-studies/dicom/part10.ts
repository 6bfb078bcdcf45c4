/** One data element: tag as (group << 16 | element), VR and its value. Text is UTF-8 (Specific Character Set ISO_IR 192). */
export type Element = readonly [tag: number, vr: Vr, value: ElementValue];
export type Vr = TextVr | 'US' | 'UL' | 'OB' | 'OW' | 'SQ';
type TextVr = 'AE' | 'AS' | 'CS' | 'DA' | 'DS' | 'IS' | 'LO' | 'LT' | 'PN' | 'SH' | 'ST' | 'TM' | 'UI';
export type ElementValue =
  string | number | readonly string[] | readonly number[] | Uint8Array | readonly (readonly Element[])[];

const EXPLICIT_VR_LITTLE_ENDIAN = '1.2.840.10008.1.2.1';
const IMPLEMENTATION_CLASS_UID = '2.25.167319236028430518240983402731935412027';
/** VRs whose length field has 32 bits (PS3.5 7.1.2). */
const longLength = new Set<Vr>(['OB', 'OW', 'SQ']);

/** A DICOM file (PS3.10 7.1) in Explicit VR Little Endian. Elements are written in the order of their tags. */
export function part10File(
  sopClassUid: string,
  sopInstanceUid: string,
  dataset: readonly Element[],
): Uint8Array {
  const meta = encode([
    [0x00020001, 'OB', Uint8Array.of(0, 1)],
    [0x00020002, 'UI', sopClassUid],
    [0x00020003, 'UI', sopInstanceUid],
    [0x00020010, 'UI', EXPLICIT_VR_LITTLE_ENDIAN],
    [0x00020012, 'UI', IMPLEMENTATION_CLASS_UID],
    [0x00020013, 'SH', 'YUNYING_DEMO'],
  ]);
  const preamble = Buffer.concat([Buffer.alloc(128), Buffer.from('DICM')]);
  return Buffer.concat([preamble, encode([[0x00020000, 'UL', meta.length]]), meta, encode(dataset)]);
}

function encode(elements: readonly Element[]): Buffer {
  const ordered = [...elements].sort((a, b) => a[0] - b[0]);
  return Buffer.concat(ordered.flatMap(([tag, vr, value]) => encodeElement(tag, vr, value)));
}

function encodeElement(tag: number, vr: Vr, value: ElementValue): Buffer[] {
  const body = encodeValue(vr, value);
  const header = Buffer.alloc(longLength.has(vr) ? 12 : 8);
  header.writeUInt16LE(tag >>> 16, 0);
  header.writeUInt16LE(tag & 0xffff, 2);
  header.write(vr, 4, 'latin1');
  if (longLength.has(vr)) header.writeUInt32LE(body.length, 8);
  else header.writeUInt16LE(body.length, 6);
  return [header, body];
}

function encodeValue(vr: Vr, value: ElementValue): Buffer {
  if (value instanceof Uint8Array)
    return padded(Buffer.from(value.buffer, value.byteOffset, value.byteLength), 0);
  if (typeof value === 'string') return padded(Buffer.from(value), vr === 'UI' ? 0 : 0x20);
  if (typeof value === 'number') return encodeNumbers(vr, [value]);
  if (isSequence(value)) return Buffer.concat(value.map(encodeItem));
  if (value.every((entry) => typeof entry === 'number')) return encodeNumbers(vr, value);
  return padded(Buffer.from(value.join('\\')), vr === 'UI' ? 0 : 0x20);
}

const isSequence = (value: ElementValue): value is readonly (readonly Element[])[] =>
  Array.isArray(value) && Array.isArray(value[0]);

function encodeItem(elements: readonly Element[]): Buffer {
  const body = encode(elements);
  const header = Buffer.alloc(8);
  header.writeUInt16LE(0xfffe, 0);
  header.writeUInt16LE(0xe000, 2);
  header.writeUInt32LE(body.length, 4);
  return Buffer.concat([header, body]);
}

/** Numbers are binary in US and UL, and decimal text in DS and IS. */
function encodeNumbers(vr: Vr, numbers: readonly number[]): Buffer {
  if (vr !== 'US' && vr !== 'UL') return padded(Buffer.from(numbers.map(decimal).join('\\')), 0x20);
  const size = vr === 'US' ? 2 : 4;
  const bytes = Buffer.alloc(numbers.length * size);
  numbers.forEach((number, i) => bytes.writeUIntLE(number, i * size, size));
  return bytes;
}

/** A decimal string of at most 16 characters (PS3.5 6.2, DS). */
function decimal(number: number): string {
  const text = String(number);
  return text.length <= 16 ? text : String(Number(number.toPrecision(9)));
}

/** Values have an even length (PS3.5 7.1.1). */
const padded = (bytes: Buffer, padding: number): Buffer =>
  bytes.length % 2 === 0 ? bytes : Buffer.concat([bytes, Buffer.from([padding])]);
