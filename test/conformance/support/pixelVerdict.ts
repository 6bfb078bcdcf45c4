import { opjDecompress } from '../../../pixels/__tests__/opjDecompress.ts';
import { decodedPixelData, storedPixelData, type DecodedPixelData } from './independentDecoders.ts';
import { numberIn, valueOf, type DataSet } from './Transaction.ts';

const htj2kRpclLossless = '1.2.840.10008.1.2.4.202';
const htj2k = `image/jphc; transfer-syntax=${htj2kRpclLossless}`;
const asStored = 'application/octet-stream; transfer-syntax=*';

/**
 * What became of the pixels of a file on their way through the proxy. All frames are asked for as HTJ2K and waited for.
 * - `identical to GDCM` (or DCMTK): OpenJPEG decodes the HTJ2K of each to the values that the other makes of the file.
 * - `stored: <why>`: there is no HTJ2K; what is served is the pixel data of the file, byte for byte.
 * - `none`: no image. `refused: <status and code>`: an error that says why.
 * - in capitals: what must not be.
 * @param url of the instance
 * @param file as it was stored
 */
export async function pixelVerdict(url: string, file: Buffer): Promise<string> {
  const metadata = await fetch(`${url}/metadata`);
  if (!metadata.ok) return `refused: ${metadata.status} ${await metadata.text()}`;
  const [dataSet] = (await metadata.json()) as DataSet[];
  const count = Number.parseInt(String(valueOf(dataSet, '00280008') ?? 1), 10);
  const frames = Array.from({ length: count }, (_, index) => index + 1);
  const outcomes = await inFours(frames, (frame) => frameAs(`${url}/frames/${frame}`, htj2k));
  const [first] = outcomes;
  if (!first || outcomes.some(({ kind }) => kind !== first.kind)) return 'SOME FRAMES ONE WAY, SOME ANOTHER';
  if (first.kind === 'error') return first.text === '404 frame-not-found' ? 'none' : `refused: ${first.text}`;
  const isStoredSo = valueOf(dataSet, '00083002') === htj2kRpclLossless;
  if (first.kind === 'bytes' && !isStoredSo)
    return compareValues(outcomes.flatMap(bytesOf), decodedPixelData(file), dataSet);
  const why = first.kind === 'no-htj2k' ? first.why : 'it is HTJ2K';
  const stored = await inFours(frames, (frame) => frameAs(`${url}/frames/${frame}`, asStored));
  const served = stored.flatMap(bytesOf);
  // Of a film all is in the first frame.
  if (served.length < (isFilm(why) ? 1 : count)) return `SOME FRAMES NOT THERE: ${why}`;
  const pixelData = storedPixelData(file);
  // What GDCM cannot read has one fragment for each frame, or values that follow each other.
  if (!pixelData) return areWithin(served, file) ? `stored: ${why}` : `NOT IN THE FILE: ${why}`;
  return compareBytes(served, pixelData, numberIn(dataSet, '00280100') === 1, why);
}

function areWithin(frames: readonly Buffer[], file: Buffer): boolean {
  let from = 0;
  for (const frame of frames) {
    const at = file.indexOf(frame, from);
    if (at < 0) return false;
    from = at + frame.length;
  }
  return true;
}

type FrameOutcome =
  { kind: 'bytes'; bytes: Buffer } | { kind: 'no-htj2k'; why: string } | { kind: 'error'; text: string };

const bytesOf = (one: FrameOutcome): Buffer[] => (one.kind === 'bytes' ? [one.bytes] : []);
const isFilm = (why: string): boolean => /MPEG|HEVC/.test(why);

async function frameAs(url: string, accept: string): Promise<FrameOutcome> {
  const response = await fetch(url, { headers: { accept } });
  const bytes = Buffer.from(await response.arrayBuffer());
  if (response.ok) {
    const fits = accept === asStored || response.headers.get('content-type') === htj2k;
    return fits ? { kind: 'bytes', bytes } : { kind: 'error', text: `${response.status} OF ANOTHER TYPE` };
  }
  const { error } = JSON.parse(bytes.toString('utf8')) as { error: { code: string; message: string } };
  const why = /not as HTJ2K \((.*?)\), or decoded/.exec(error.message)?.[1];
  if (response.status === 406 && why !== undefined) return { kind: 'no-htj2k', why };
  return { kind: 'error', text: `${response.status} ${error.code}` };
}

function compareValues(
  streams: readonly Buffer[],
  wanted: DecodedPixelData | undefined,
  dataSet: DataSet | undefined,
): string {
  if (!wanted) return 'NEITHER GDCM NOR DCMTK CAN DECODE IT';
  const number = (tag: string): number => numberIn(dataSet, tag) ?? 0;
  const [rows, columns, allocated, stored] = ['00280010', '00280011', '00280100', '00280101'].map(number) as [
    number,
    number,
    number,
    number,
  ];
  const signed = number('00280103') === 1;
  const frameBytes = (rows * columns * allocated) / 8;
  if (wanted.bytes.length < streams.length * frameBytes) return `${wanted.by} READS FEWER FRAMES`;
  for (const [index, stream] of streams.entries()) {
    const got = opjDecompress(stream);
    const is = [got.rows, got.columns, got.precision, got.signed].join();
    const shall = [rows, columns, stored, signed].join();
    if (is !== shall) return `FRAME ${index + 1} IS ${is}, NOT ${shall}`;
    const frame = wanted.bytes.subarray(index * frameBytes, (index + 1) * frameBytes);
    const different = got.values.findIndex(
      (value, i) => value !== valueAt(frame, i, allocated, stored, signed),
    );
    if (different >= 0) return `FRAME ${index + 1} HAS ANOTHER VALUE AT ${different}`;
  }
  return `identical to ${wanted.by}`;
}

/** PS3.5 8.1.1: the lowest `stored` bits of a container are the value. */
function valueAt(bytes: Buffer, index: number, allocated: number, stored: number, signed: boolean): number {
  const container = allocated === 16 ? bytes.readUInt16LE(2 * index) : bytes.readUInt8(index);
  const value = container & (2 ** stored - 1);
  return signed && value >= 2 ** (stored - 1) ? value - 2 ** stored : value;
}

function compareBytes(served: readonly Buffer[], pixelData: Buffer, isBits: boolean, why: string): string {
  // Frames of single bits follow each other without padding in a file (PS3.5 8.1.1); served, each begins with a byte.
  if (isBits && served.length > 1)
    return compareBits(served, pixelData) ? `stored: ${why}` : `OTHER BITS: ${why}`;
  const got = Buffer.concat(served);
  if (!got.equals(pixelData.subarray(0, got.length))) return `OTHER BYTES: ${why}`;
  // Odd lengths are padded in a file.
  const left = pixelData.length - got.length;
  return left <= 1 ? `stored: ${why}` : `stored, but ${left} bytes behind the last frame: ${why}`;
}

function compareBits(served: readonly Buffer[], pixelData: Buffer): boolean {
  const bitAt = (bytes: Buffer, bit: number): number => ((bytes[bit >> 3] ?? 0) >> (bit & 7)) & 1;
  // Of the last byte of a frame some bits may be padding.
  const most = 8 * (served[0]?.length ?? 0);
  for (let bits = most; bits > most - 8; bits -= 1) {
    const same = served.every((frame, index) => {
      for (let bit = 0; bit < bits; bit += 1) {
        if (bitAt(frame, bit) !== bitAt(pixelData, index * bits + bit)) return false;
      }
      return true;
    });
    if (same) return true;
  }
  return false;
}

async function inFours<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (let at = 0; at < items.length; at += 4) {
    results.push(...(await Promise.all(items.slice(at, at + 4).map(work))));
  }
  return results;
}
