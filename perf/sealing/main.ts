/**
 * `npm run bench:sealing`: what it costs to read frames from the disk when they are sealed (ENCRYPTION_KEY), against in clear. The
 * two take turns, so that what slows the machine slows both. Frames in memory are clear: they cost nothing.
 */
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { FrameFile } from '../../dicomweb-proxy/prepared/FrameFile.ts';
import { diskKeys } from '../../services/index.ts';
import { wholeNumber } from '../first-image/options.ts';
import { machine, machineLines } from '../first-image/machine.ts';

const { values } = parseArgs({
  options: {
    bytes: { type: 'string', default: '240000' },
    frames: { type: 'string', default: '400' },
    rounds: { type: 'string', default: '9' },
  },
});
const bytes = wholeNumber('--bytes', values.bytes, 1);
const frames = wholeNumber('--frames', values.frames, 1);
const rounds = wholeNumber('--rounds', values.rounds, 1);
const version = 'f1f836cb4ea6efb2a0b1b99f41ad8b10';
const folder = await mkdtemp(join(tmpdir(), 'yunying-sealing-'));

async function filled(name: string, keys?: ReturnType<typeof diskKeys>): Promise<FrameFile> {
  const file = await FrameFile.open(join(folder, name), 'write', keys);
  for (let frame = 1; frame <= frames; frame += 1)
    await file.append(version, frame, 'htj2k', randomBytes(bytes));
  await file.sync();
  return file;
}

/** @returns microseconds for each frame */
async function readAll(file: FrameFile): Promise<number> {
  const began = performance.now();
  for (let frame = 1; frame <= frames; frame += 1) {
    const entry = file.find(version, frame);
    if (!entry) throw new Error(`frame ${frame} is not there`);
    await file.read(version, frame, entry);
  }
  return ((performance.now() - began) * 1000) / frames;
}

const median = (sorted: readonly number[]): number => sorted[sorted.length >> 1] ?? NaN;

try {
  const clear = await filled('clear');
  const sealed = await filled('sealed', diskKeys({ encryptionKey: randomBytes(32).toString('hex') }));
  await readAll(clear);
  await readAll(sealed);
  const measured = { clear: [] as number[], sealed: [] as number[], ratio: [] as number[] };
  for (let round = 0; round < rounds; round += 1) {
    const [a, b] = [await readAll(clear), await readAll(sealed)];
    measured.clear.push(a);
    measured.sealed.push(b);
    measured.ratio.push(b / a);
  }
  const of = (name: keyof typeof measured): number => median(measured[name].toSorted((a, b) => a - b));
  const lines = [
    ...machineLines(machine(), `OpenSSL ${process.versions.openssl}`),
    '',
    `${frames} frames of ${bytes} bytes, read from the disk's cache one after the other, ${rounds} rounds, medians`,
    `in clear, checksum checked:  ${of('clear').toFixed(0)} µs a frame`,
    `sealed, opened and verified: ${of('sealed').toFixed(0)} µs a frame`,
    `ratio of the pairs:          ${of('ratio').toFixed(2)}`,
    '',
  ];
  console.log(lines.join('\n'));
  await Promise.all([clear.close(), sealed.close()]);
} finally {
  await rm(folder, { recursive: true, force: true });
}
