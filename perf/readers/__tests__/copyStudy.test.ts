import { describe, expect, it } from 'vitest';
import { demoInstances } from '../../../scripts/demo-studies/index.ts';
import { instanceOfCopy, uidOfCopy } from '../seed/copyStudy.ts';
import { rewriteValues } from '../seed/rewriteValues.ts';

const uid = '2.25.167319236028430518240983402731935412027';

/** One element of Explicit VR Little Endian (PS3.5 7.1.2), put together by hand. */
function element(group: number, number: number, vr: string, value: string | Buffer): Buffer {
  const body = Buffer.from(value);
  const padded = body.length % 2 === 0 ? body : Buffer.concat([body, Buffer.from(vr === 'UI' ? '\0' : ' ')]);
  const long = vr === 'OB' || vr === 'OW';
  const head = Buffer.alloc(long ? 12 : 8);
  head.writeUInt16LE(group, 0);
  head.writeUInt16LE(number, 2);
  head.write(vr, 4);
  if (long) head.writeUInt32LE(padded.length, 8);
  else head.writeUInt16LE(padded.length, 6);
  return Buffer.concat([head, padded]);
}

const pixels = Buffer.from(`YY-DEMO-0001 and ${uid}`);
const file = (study: string, patient: string): Buffer =>
  Buffer.concat([
    Buffer.alloc(128),
    Buffer.from('DICM'),
    element(0x0002, 0x0001, 'OB', Buffer.from([0, 1])),
    element(0x0010, 0x0010, 'PN', 'Somebody'),
    element(0x0010, 0x0020, 'LO', patient),
    element(0x0020, 0x000d, 'UI', study),
    element(0x7fe0, 0x0010, 'OW', pixels),
  ]);

describe('a copy of an instance', () => {
  it('differs in UIDs and patient ID and in no other byte, pixels that look like them included', () => {
    const copy = instanceOfCopy(file(uid, 'YY-DEMO-0001'), 42);
    expect(copy.equals(file(uidOfCopy(uid, 42), 'PERF00000042'))).toBe(true);
  });

  it('is refused where a value would change its length or the file is of another kind', () => {
    const rewrite = () => rewriteValues(file(uid, 'A'), (tag) => (tag === 0x00100020 ? 'AB' : undefined));
    expect(rewrite).toThrow('100020: AB is not as long as A');
    expect(() => rewriteValues(Buffer.alloc(200), () => undefined)).toThrow('DICM is missing');
  });
});

describe('the UID of a copy', () => {
  it('is valid, as long as the original, and another for each copy and each original', () => {
    const originals = demoInstances()
      .slice(0, 50)
      .map(({ sopInstanceUid }) => sopInstanceUid);
    const made = [1, 2, 3].flatMap((copy) => originals.map((original) => uidOfCopy(original, copy)));
    expect(new Set([...made, ...originals]).size).toBe(200);
    for (const [index, one] of made.entries()) {
      expect(one).toHaveLength(originals[index % 50]?.length ?? 0);
      // PS3.5 B.2: 2.25. and a number below 2^128 without leading zero.
      expect(one).toMatch(/^2\.25\.[1-9]\d*$/);
      expect(BigInt(one.slice(5)) < 2n ** 128n).toBe(true);
    }
  });
});
