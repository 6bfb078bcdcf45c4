/** Small DICOM files for tests, written byte by byte (PS3.5 7.1, PS3.10 7.1), so that what is in them is known. */

export type Values = string | number | readonly (string | number)[] | Uint8Array | readonly Element[][];
export type Element = readonly [tag: number, vr: string, value: Values];

const longVrs = new Set(['OB', 'OD', 'OF', 'OW', 'SQ', 'UN', 'UR', 'UT']);
const explicitLittleEndian = '1.2.840.10008.1.2.1';

export interface Part10Options {
  transferSyntaxUid?: string;
  /** Encodes texts; default UTF-8. */
  encode?: (text: string) => Uint8Array;
}

/** A Part 10 file of these elements, sorted by tag. The SOP UIDs of the meta information are taken from them. */
export function part10(elements: readonly Element[], options: Part10Options = {}): Buffer {
  const text = (tag: number): string => String(elements.find(([one]) => one === tag)?.[2] ?? '');
  const meta = dataSet([
    [0x00020001, 'OB', new Uint8Array([0, 1])],
    [0x00020002, 'UI', text(0x00080016)],
    [0x00020003, 'UI', text(0x00080018)],
    [0x00020010, 'UI', options.transferSyntaxUid ?? explicitLittleEndian],
    [0x00020012, 'UI', '1.2.3.4.5.6.7'],
  ]);
  const length = element([0x00020000, 'UL', meta.length]);
  return Buffer.concat([
    Buffer.alloc(128),
    Buffer.from('DICM'),
    length,
    meta,
    dataSet(elements, options.encode),
  ]);
}

function dataSet(elements: readonly Element[], encode?: Part10Options['encode']): Buffer {
  return Buffer.concat([...elements].sort(([a], [b]) => a - b).map((one) => element(one, encode)));
}

function element([tag, vr, value]: Element, encode: Part10Options['encode'] = utf8): Buffer {
  const bytes = valueBytes(vr, value, encode);
  const head = Buffer.alloc(longVrs.has(vr) ? 12 : 8);
  head.writeUInt16LE(tag >>> 16, 0);
  head.writeUInt16LE(tag & 0xffff, 2);
  head.write(vr, 4, 'latin1');
  if (longVrs.has(vr)) head.writeUInt32LE(bytes.length, 8);
  else head.writeUInt16LE(bytes.length, 6);
  return Buffer.concat([head, bytes]);
}

const utf8 = (text: string): Uint8Array => Buffer.from(text, 'utf8');

function valueBytes(vr: string, value: Values, encode: (text: string) => Uint8Array): Buffer {
  if (value instanceof Uint8Array) return padded(Buffer.from(value), 0);
  if (vr === 'SQ') return Buffer.concat((value as readonly Element[][]).map((one) => item(one, encode)));
  const values = (Array.isArray(value) ? value : [value]) as readonly (string | number)[];
  if (vr === 'US') return numbers(values, 2, (buffer, number, at) => buffer.writeUInt16LE(number, at));
  if (vr === 'UL') return numbers(values, 4, (buffer, number, at) => buffer.writeUInt32LE(number, at));
  if (vr === 'OF') return numbers(values, 4, (buffer, number, at) => buffer.writeFloatLE(number, at));
  return padded(Buffer.from(encode(values.join('\\'))), vr === 'UI' ? 0 : 0x20);
}

function item(elements: Element[], encode: (text: string) => Uint8Array): Buffer {
  const inside = dataSet(elements, encode);
  const head = Buffer.from([0xfe, 0xff, 0x00, 0xe0, 0, 0, 0, 0]);
  head.writeUInt32LE(inside.length, 4);
  return Buffer.concat([head, inside]);
}

const padded = (bytes: Buffer, fill: number): Buffer =>
  bytes.length % 2 === 0 ? bytes : Buffer.concat([bytes, Buffer.from([fill])]);

function numbers(
  values: readonly (string | number)[],
  size: number,
  write: (buffer: Buffer, number: number, at: number) => void,
): Buffer {
  const buffer = Buffer.alloc(values.length * size);
  values.forEach((value, index) => write(buffer, Number(value), index * size));
  return buffer;
}
