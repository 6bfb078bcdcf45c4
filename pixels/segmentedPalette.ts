/**
 * A Segmented Palette Color Lookup Table, PS3.3 C.7.9.2: segments of entries written out (0), of straight lines (1), and
 * of repetitions of earlier segments (2).
 * @param entries opcodes, lengths and values as stored: 8-bit ones for tables of 8 bits, else 16-bit
 * @param count of the Lookup Table Descriptor: more is not expanded
 * @returns `count` entries; undefined where the segments are broken or give fewer
 */
export function expandSegments(
  entries: Uint8Array | Uint16Array,
  count: number,
): Uint16Array<ArrayBuffer> | undefined {
  const table = new Uint16Array(count);
  const end = expand(entries, 0, Infinity, { table, length: 0 }, false);
  return end?.length === count ? table : undefined;
}

interface Filled {
  table: Uint16Array<ArrayBuffer>;
  length: number;
}

const discrete = 0;
const linear = 1;
const indirect = 2;

function expand(
  entries: Uint8Array | Uint16Array,
  start: number,
  mostSegments: number,
  filled: Filled,
  repeated: boolean,
): Filled | undefined {
  const { table } = filled;
  let at = start;
  for (let segment = 0; segment < mostSegments && at + 2 < entries.length; segment++) {
    if (filled.length === table.length && mostSegments === Infinity) return filled;
    const opcode = entries[at];
    const length = entries[at + 1] ?? 0;
    at += 2;
    if (opcode === discrete) {
      const values = entries.subarray(at, at + length);
      if (values.length < length || filled.length + length > table.length) return undefined;
      table.set(values, filled.length);
      filled.length += length;
      at += length;
    } else if (opcode === linear) {
      if (filled.length === 0 || filled.length + length > table.length) return undefined;
      const from = table[filled.length - 1] ?? 0;
      const to = entries[at] ?? 0;
      for (let i = 1; i <= length; i++)
        table[filled.length++] = Math.round(from + ((to - from) * i) / length);
      at += 1;
    } else if (opcode === indirect && !repeated) {
      // An indirect segment may not repeat another one, so this goes no deeper.
      const offset = offsetAt(entries, at);
      if (offset >= at - 2 || !expand(entries, offset, length, filled, true)) return undefined;
      at += offsetEntries(entries);
    } else return undefined;
  }
  return filled;
}

/** The least significant part comes first: 4 entries of 8 bits, or 2 of 16. It counts bytes from the first opcode. */
function offsetAt(entries: Uint8Array | Uint16Array, at: number): number {
  const bits = 8 * entries.BYTES_PER_ELEMENT;
  let offset = 0;
  for (let part = offsetEntries(entries) - 1; part >= 0; part--)
    offset = offset * 2 ** bits + (entries[at + part] ?? 0);
  return offset / entries.BYTES_PER_ELEMENT;
}

const offsetEntries = (entries: Uint8Array | Uint16Array): number => 4 / entries.BYTES_PER_ELEMENT;
