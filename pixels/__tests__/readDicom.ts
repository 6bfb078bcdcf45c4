import { readFileSync } from 'node:fs';
import { readPart10 } from '../../dicomweb-proxy/archive/readPart10.ts';
import { imagePixelModule, transferSyntaxes, type DicomJson, type ImagePixelModule } from '../index.ts';

export interface DicomFrames {
  dataSet: DicomJson;
  transferSyntaxUid: string;
  image: ImagePixelModule;
  /** One entry per frame, as a DICOMweb server would send it. */
  frames: Uint8Array[];
}

/** Reads a Part 10 file for the tests: data set in (nearly) the DICOM JSON Model, and its encoded frames. */
export const readDicom = (path: string): DicomFrames => parseDicom(readFileSync(path));

export function parseDicom(bytes: Buffer): DicomFrames {
  const { meta, dataSet: read, shortage } = readPart10(withPreamble(bytes));
  const dataSet = withInlineBinary(read);
  const transferSyntaxUid = String(meta['00020010']?.Value?.[0] ?? '');
  const image = imagePixelModule(dataSet);
  const pixelData = dataSet['7FE00010'] ?? dataSet['7FE00008'] ?? dataSet['7FE00009'];
  if (!pixelData && shortage !== undefined) throw new Error(`the file is cut short: ${shortage}`);
  const fragments = (pixelData?.Value ?? []).map((part) => new Uint8Array(part as ArrayBuffer));
  const frames = transferSyntaxes[transferSyntaxUid]?.encapsulated
    ? joinFragments(fragments, image.numberOfFrames)
    : splitNative(fragments[0] ?? new Uint8Array(), image);
  return { dataSet, transferSyntaxUid, image, frames };
}

/** dcmjs puts the fragments together where there is an offset table; else each fragment is one value. */
function joinFragments(fragments: Uint8Array[], numberOfFrames: number): Uint8Array[] {
  const present = fragments.filter((fragment) => fragment.length > 0);
  if (present.length === numberOfFrames) return present;
  const starts = (fragment: Uint8Array) =>
    numberOfFrames > 1 && fragment[0] === 0xff && (fragment[1] === 0xd8 || fragment[1] === 0x4f);
  const groups: Uint8Array[][] = [[]];
  for (const fragment of present) {
    if (starts(fragment) && groups.at(-1)?.length) groups.push([]);
    groups.at(-1)?.push(fragment);
  }
  return groups.map((group) => new Uint8Array(Buffer.concat(group)));
}

function splitNative(pixelData: Uint8Array, image: ImagePixelModule): Uint8Array[] {
  const { rows, columns, samplesPerPixel, bitsAllocated, numberOfFrames } = image;
  const halved = image.photometricInterpretation.endsWith('_422');
  const bits = rows * columns * (halved ? 2 : samplesPerPixel) * bitsAllocated;
  return Array.from({ length: numberOfFrames }, (_, i) => bitsFrom(pixelData, i * bits, bits));
}

/** A frame of a 1-bit image may begin within a byte: PS3.5 8.1.1. */
function bitsFrom(bytes: Uint8Array, start: number, count: number): Uint8Array {
  if (start % 8 === 0) return bytes.subarray(start / 8, Math.ceil((start + count) / 8));
  const out = new Uint8Array(Math.ceil(count / 8));
  for (let bit = 0; bit < count; bit++) {
    const at = start + bit;
    out[bit >> 3]! |= (((bytes[at >> 3] ?? 0) >> (at & 7)) & 1) << (bit & 7);
  }
  return out;
}

function withInlineBinary(dataSet: DicomJson): DicomJson {
  const entries = Object.entries(dataSet).map(([tag, element]) => {
    const [value] = element.Value ?? [];
    if (element.vr === 'SQ') {
      const items = (element.Value ?? []) as DicomJson[];
      return [tag, { vr: 'SQ', Value: items.map((item) => withInlineBinary(item)) }] as const;
    }
    if (tag.startsWith('7FE0') || !(value instanceof ArrayBuffer)) return [tag, element] as const;
    return [tag, { vr: element.vr, InlineBinary: Buffer.from(value).toString('base64') }] as const;
  });
  return Object.fromEntries(entries);
}

/** Files that begin with group 0002 at once lack only the preamble (PS3.10 7.1). */
function withPreamble(file: Buffer): Buffer {
  if (file.toString('latin1', 128, 132) === 'DICM' || file.readUInt16LE(0) !== 2) return file;
  return Buffer.concat([Buffer.alloc(128), Buffer.from('DICM'), file]);
}
