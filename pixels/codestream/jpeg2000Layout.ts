import { CodeStreamError } from '../errors.ts';
import { findCodeStream, readSize, type Jpeg2000Header } from './jpeg2000Header.ts';

export type ProgressionOrder = 'LRCP' | 'RLCP' | 'RPCL' | 'PCRL' | 'CPRL';

export interface Jpeg2000Layout extends Jpeg2000Header {
  /** High-Throughput block coding: the CAP marker says so (ISO/IEC 15444-15 A.3). */
  highThroughput: boolean;
  /** The 5/3 wavelet, which loses nothing; else the 9/7. */
  reversible: boolean;
  progressionOrder: ProgressionOrder;
  /** How often the image is halved: level 0 is the full size, this the smallest. */
  decompositionLevels: number;
  tiles: number;
  /** Where the first tile part begins, counted from the first byte. */
  mainHeaderBytes: number;
  /** Lengths of all tile parts as the main header lists them (TLM); absent without the marker. */
  tilePartBytes?: number[];
}

const SIZ = 0xff51;
const CAP = 0xff50;
const COD = 0xff52;
const TLM = 0xff55;
const SOT = 0xff90;
/** What is read of them, with the two bytes of the length itself. */
const minimumLengths: Record<number, number> = { [SIZ]: 41, [CAP]: 6, [COD]: 12, [TLM]: 4 };
const progressionOrders: readonly ProgressionOrder[] = ['LRCP', 'RLCP', 'RPCL', 'PCRL', 'CPRL'];

/**
 * Reads how a JPEG 2000 or HTJ2K code stream is laid out from its main header (ISO/IEC 15444-1 Annex A); what follows
 * may be missing.
 * @throws CodeStreamError when it is no code stream; UnfinishedHeaderError when only the bytes end too early
 */
export function readJpeg2000Layout(bytes: Uint8Array): Jpeg2000Layout {
  if (bytes.length < 4) throw new UnfinishedHeaderError(`${bytes.length} bytes are no JPEG 2000 stream yet`);
  const start = findCodeStream(bytes);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let size: (Jpeg2000Header & { tiles: number }) | undefined;
  let coding: Pick<Jpeg2000Layout, 'reversible' | 'progressionOrder' | 'decompositionLevels'> | undefined;
  let multipleComponentTransform = false;
  let highThroughput = false;
  let tilePartBytes: number[] | undefined;
  let offset = start + 2;
  while (offset + 4 <= bytes.length) {
    const marker = view.getUint16(offset);
    if (marker === SOT) {
      if (!size || !coding) break;
      return {
        ...size,
        ...coding,
        multipleComponentTransform,
        highThroughput,
        mainHeaderBytes: offset,
        ...(tilePartBytes && { tilePartBytes }),
      };
    }
    const length = view.getUint16(offset + 2);
    const segment = offset + 4;
    if (marker < 0xff00 || length < (minimumLengths[marker] ?? 2))
      throw new CodeStreamError(`no sound JPEG 2000 marker segment at byte ${offset}`);
    if (offset + 2 + length > bytes.length) break;
    if (marker === SIZ) size = { ...readSize(view, segment), tiles: countTiles(view, segment) };
    if (marker === CAP) highThroughput = (view.getUint32(segment) & 0x00020000) !== 0;
    if (marker === COD) {
      multipleComponentTransform = view.getUint8(segment + 4) === 1;
      coding = readCodingStyle(view, segment);
    }
    if (marker === TLM)
      tilePartBytes = [...(tilePartBytes ?? []), ...readTilePartLengths(view, segment, length)];
    offset += 2 + length;
  }
  throw new UnfinishedHeaderError(`the JPEG 2000 stream of ${bytes.length} bytes ends before its first tile`);
}

/** The bytes at hand end within the main header. */
export class UnfinishedHeaderError extends CodeStreamError {}

function readCodingStyle(view: DataView, segment: number) {
  const order = view.getUint8(segment + 1);
  const progressionOrder = progressionOrders[order];
  if (!progressionOrder) throw new CodeStreamError(`its JPEG 2000 progression order is ${order}`);
  return {
    progressionOrder,
    decompositionLevels: view.getUint8(segment + 5),
    reversible: view.getUint8(segment + 9) === 1,
  };
}

function countTiles(view: DataView, segment: number): number {
  const across = (extent: number, tile: number, start: number) =>
    Math.ceil(
      (view.getUint32(segment + extent) - view.getUint32(segment + start)) / view.getUint32(segment + tile),
    );
  return across(2, 18, 26) * across(6, 22, 30);
}

/** ISO/IEC 15444-1 A.7.1: Stlm says how wide tile index and length are written. */
function readTilePartLengths(view: DataView, segment: number, length: number): number[] {
  const style = view.getUint8(segment + 1);
  const indexBytes = (style >> 4) & 3;
  const lengthBytes = style & 0x40 ? 4 : 2;
  const lengths: number[] = [];
  const end = segment - 2 + length;
  for (let at = segment + 2; at + indexBytes + lengthBytes <= end; at += indexBytes + lengthBytes) {
    const from = at + indexBytes;
    lengths.push(lengthBytes === 4 ? view.getUint32(from) : view.getUint16(from));
  }
  return lengths;
}
