/** A file of the zoo with something done to it. */
export interface Mutation {
  how: string;
  bytes: Buffer;
}

type Random = () => number;

/** Most of what a reader believes lies at the beginning. */
const headBytes = 4096;
const extremes16 = [0, 1, 0x7fff, 0x8000, 0xfffe, 0xffff];
const extremes32 = [0, 1, 0x7fffffff, 0x80000000, 0xfffffffe, 0xffffffff];
/** Of the Image Pixel Module, little endian: where their values are changed everything that follows has another shape. */
const shapes = {
  'Samples per Pixel': [0x28, 0, 0x02, 0],
  'Number of Frames': [0x28, 0, 0x08, 0],
  Rows: [0x28, 0, 0x10, 0],
  Columns: [0x28, 0, 0x11, 0],
  'Bits Allocated': [0x28, 0, 0x00, 1],
  'Bits Stored': [0x28, 0, 0x01, 1],
  'High Bit': [0x28, 0, 0x02, 1],
  'Pixel Representation': [0x28, 0, 0x03, 1],
};

/** One of the mutations, by chance: cut, flipped, overwritten, lengths and shapes changed, parts taken out or doubled. */
export function mutate(file: Buffer, random: Random): Mutation {
  const kinds = [cut, flipHead, flipAnywhere, changeLength, changeLength, changeShape, remove, double, blank];
  return (kinds[below(random, kinds.length)] ?? cut)(file, random);
}

const below = (random: Random, limit: number): number => Math.floor(random() * limit);

function cut(file: Buffer, random: Random): Mutation {
  const length = below(random, file.length);
  return { how: `cut to ${length} of ${file.length} bytes`, bytes: file.subarray(0, length) };
}

const flipHead = (file: Buffer, random: Random): Mutation =>
  flip(file, random, Math.min(headBytes, file.length));
const flipAnywhere = (file: Buffer, random: Random): Mutation => flip(file, random, file.length);

function flip(file: Buffer, random: Random, end: number): Mutation {
  const bytes = Buffer.from(file);
  const places = Array.from({ length: 1 + below(random, 8) }, () => {
    const at = below(random, end);
    bytes[at] = (bytes[at] ?? 0) ^ (1 << below(random, 8));
    return at;
  });
  return { how: `bits flipped at ${places.join(', ')}`, bytes };
}

/** A length field of an explicit element, an item or a JPEG marker, or whatever stands at a place taken by chance. */
function changeLength(file: Buffer, random: Random): Mutation {
  const bytes = Buffer.from(file);
  const places = lengthsIn(file, random() < 0.5 ? headBytes : file.length);
  const [at, width] = places[below(random, places.length)] ?? [
    below(random, Math.max(1, file.length - 4)),
    4,
  ];
  const extremes = width === 2 ? extremes16 : extremes32;
  const by = below(random, 512) - 256;
  const old = width === 2 ? bytes.readUInt16LE(at) : bytes.readUInt32LE(at);
  const value =
    random() < 0.5
      ? (extremes[below(random, extremes.length)] ?? 0)
      : (old + by) & (2 ** (8 * width - 1) - 1);
  if (width === 2) bytes.writeUInt16LE(value & 0xffff, at);
  else bytes.writeUInt32LE(value >>> 0, at);
  return { how: `length at ${at} changed from ${old} to ${value}`, bytes };
}

function lengthsIn(file: Buffer, end: number): (readonly [at: number, width: 2 | 4])[] {
  const found: (readonly [number, 2 | 4])[] = [];
  const longVrs = /^(OB|OD|OF|OL|OV|OW|SQ|UC|UN|UR|UT|SV|UV)$/;
  for (let at = 132; at + 12 <= Math.min(end, file.length); at += 2) {
    const vr = file.toString('latin1', at + 4, at + 6);
    if (longVrs.test(vr)) found.push([at + 8, 4]);
    else if (/^[A-Z]{2}$/.test(vr)) found.push([at + 6, 2]);
    else if (file.readUInt16LE(at) === 0xfffe) found.push([at + 4, 4]);
    else if (file[at] === 0xff && (file[at + 1] ?? 0) >= 0xc0) found.push([at + 2, 2]);
    if (found.length > 4000) break;
  }
  return found;
}

function changeShape(file: Buffer, random: Random): Mutation {
  const names = Object.entries(shapes);
  const [name, tag] = names[below(random, names.length)] ?? ['Rows', shapes.Rows];
  const at = file.indexOf(Buffer.from(tag), 132);
  if (at < 0 || at + 10 > file.length) return flipHead(file, random);
  const bytes = Buffer.from(file);
  const value =
    random() < 0.5
      ? (extremes16[below(random, extremes16.length)] ?? 0)
      : below(random, 65536) >> below(random, 16);
  bytes.writeUInt16LE(value, at + 8);
  return { how: `${name} changed to ${value}`, bytes };
}

function remove(file: Buffer, random: Random): Mutation {
  const [start, length] = part(file, random);
  return {
    how: `${length} bytes taken out at ${start}`,
    bytes: Buffer.concat([file.subarray(0, start), file.subarray(start + length)]),
  };
}

function double(file: Buffer, random: Random): Mutation {
  const [start, length] = part(file, random);
  return {
    how: `${length} bytes doubled at ${start}`,
    bytes: Buffer.concat([file.subarray(0, start + length), file.subarray(start)]),
  };
}

function blank(file: Buffer, random: Random): Mutation {
  const [start, length] = part(file, random);
  const value = random() < 0.5 ? 0 : 0xff;
  return {
    how: `${length} bytes at ${start} overwritten with ${value}`,
    bytes: Buffer.from(file).fill(value, start, start + length),
  };
}

function part(file: Buffer, random: Random): [start: number, length: number] {
  const start = below(random, random() < 0.5 ? Math.min(headBytes, file.length) : file.length);
  return [start, 1 + below(random, Math.min(2 ** below(random, 17), file.length - start))];
}
