import { expect, it } from 'vitest';
import { part10 } from '../../../test/integration/support/part10.ts';
import { FrameUnreadableError, NoSuchFrameError } from '../errors.ts';
import { NativeFiles } from '../NativeFiles.ts';
import type { InstanceRecord } from '../records.ts';

const explicitLittleEndian = '1.2.840.10008.1.2.1';
const frames = 4;
/** 2 x 2 pixels of 32 bits; byte i is i. */
const frameBytes = 16;
const pixels = Buffer.from(Array.from({ length: frames * frameBytes }, (_, i) => i));
const file = part10([
  [0x00080016, 'UI', '1.2.840.10008.5.1.4.1.1.30'],
  [0x00080018, 'UI', '1.8.1'],
  [0x00280002, 'US', 1],
  [0x00280004, 'CS', 'MONOCHROME2'],
  [0x00280008, 'IS', String(frames)],
  [0x00280010, 'US', 2],
  [0x00280011, 'US', 2],
  [0x00280100, 'US', 32],
  [0x7fe00010, 'OW', pixels],
]);
const instance = (version: string, transferSyntaxUid = explicitLittleEndian): InstanceRecord => ({
  sopInstanceUid: '1.8.1',
  sopClassUid: undefined,
  instanceNumber: 1,
  archiveId: version,
  version,
  fileBytes: file.length,
  transferSyntaxUid,
});
const cut = (frame: number): Buffer => pixels.subarray((frame - 1) * frameBytes, frame * frameBytes);

function files(keptBytes?: number): { asked: string[]; files: NativeFiles } {
  const asked: string[] = [];
  const bytes = async (path: string): Promise<Buffer> => {
    asked.push(path);
    return Buffer.from(file);
  };
  return { asked, files: new NativeFiles({ bytes }, keptBytes) };
}

it('fetches a file once for all its frames, asked for at once or one after the other', async () => {
  const { asked, files: source } = files();
  const one = instance('a');
  const together = await Promise.all([1, 2, 3, 4].map((number) => source.frame(one, number, 'why')));
  expect(together).toEqual([1, 2, 3, 4].map(cut));
  expect(await source.frame(one, 2, 'why')).toEqual(cut(2));
  expect(asked).toEqual(['/instances/a/file']);
  await source.frame(instance('b'), 1, 'why');
  expect(asked).toEqual(['/instances/a/file', '/instances/b/file']);
  await expect(source.frame(one, 5, 'why')).rejects.toBeInstanceOf(NoSuchFrameError);
});

it('keeps only as many bytes as it may', async () => {
  const { asked, files: source } = files(2_000);
  for (const version of ['a', 'b', 'a']) await source.frame(instance(version), 1, 'why');
  expect(asked).toHaveLength(3);
});

it('fetches nothing that it could not cut', async () => {
  const { asked, files: source } = files();
  const jpeg = instance('a', '1.2.840.10008.1.2.4.50');
  await expect(source.frame(jpeg, 1, 'the reason of the archive')).rejects.toThrow(
    new FrameUnreadableError('the reason of the archive'),
  );
  expect(asked).toEqual([]);
});
