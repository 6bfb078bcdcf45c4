import { createHash } from 'node:crypto';

/** The file cut short and with bits flipped, in ways that are the same each time for the same `seed`. */
export function* damaged(file: Buffer, seed: string): Generator<[how: string, file: Buffer]> {
  const random = (what: string): number =>
    createHash('sha256').update(`${seed} ${what}`).digest().readUInt32LE(0) / 2 ** 32;
  for (const part of [0.1, 0.5, 0.98]) {
    yield [`cut at ${part}`, file.subarray(0, Math.floor(file.length * part))];
  }
  for (let times = 0; times < 5; times += 1) {
    const flipped = Buffer.from(file);
    // Most of what matters lies at the beginning.
    for (let bit = 0; bit < 4; bit += 1) {
      const at = 132 + Math.floor(random(`${times} ${bit}`) * Math.min(2_000, file.length - 133));
      flipped[at] = (flipped[at] ?? 0) ^ (1 << Math.floor(random(`${times} ${bit} bit`) * 8));
    }
    yield [`flipped ${times}`, flipped];
  }
}
