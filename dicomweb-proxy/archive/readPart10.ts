import { createRequire } from 'node:module';
import type { DicomJson } from './seriesDicomJson.ts';

interface ReadBufferStream {
  startOffset: number;
  endOffset: number;
  /** Of a binary value. */
  getBuffer(start?: number, end?: number): ArrayBuffer | Uint8Array;
  /** Of an item of a sequence, too. */
  slice(start?: number, end?: number): ArrayBuffer;
}

/** The part of dcmjs in use; the package ships no types. */
interface Dcmjs {
  log: { setLevel(level: string): void };
  data: {
    ReadBufferStream: { prototype: ReadBufferStream };
    DicomMessage: { readFile(file: ArrayBufferLike, options: object): { meta: DicomJson; dict: DicomJson } };
  };
}

export interface Part10 {
  meta: DicomJson;
  /** Up to the first element that cannot be read. */
  dataSet: DicomJson;
  /** What a length promises and the file does not hold; the data set ends before it. */
  shortage?: string;
}

let dcmjs: Dcmjs | undefined;
let fileBytes = 0;
let shortage: string | undefined;

/**
 * A Part 10 file as dcmjs reads it: nearly the DICOM JSON Model, binary values as ArrayBuffer.
 * @throws Error when it is none
 */
export function readPart10(file: Buffer): Part10 {
  // Loaded on first need: most archives never hold what needs it.
  dcmjs ??= load();
  const bytes = file.buffer.slice(file.byteOffset, file.byteOffset + file.byteLength);
  shortage = undefined;
  fileBytes = bytes.byteLength;
  const { meta, dict } = dcmjs.data.DicomMessage.readFile(bytes, { ignoreErrors: true });
  return { meta, dataSet: dict, ...(shortage !== undefined && { shortage }) };
}

function load(): Dcmjs {
  const loaded = createRequire(import.meta.url)('dcmjs') as Dcmjs;
  loaded.log.setLevel('silent');
  refuseWhatIsNotThere(loaded.data.ReadBufferStream.prototype);
  return loaded;
}

/**
 * dcmjs fills up with zeros what is missing of a value: pixels that nobody took, and gigabytes of memory where a length is
 * broken. A binary value has to be there; a sequence that is too long for its file ends with it.
 */
function refuseWhatIsNotThere(prototype: ReadBufferStream): void {
  const { getBuffer, slice } = prototype;
  prototype.getBuffer = function (this: ReadBufferStream, start, end) {
    // An item is a stream of its own, a part of the file: a value that is longer than it is cut, as the sequence is broken.
    const isOfItem = this.endOffset < fileBytes;
    if (!isOfItem && start !== undefined && end !== undefined && end > this.endOffset) {
      shortage = `${end - start} bytes are announced at byte ${start}, ${this.endOffset - start} are there`;
      throw new RangeError(shortage);
    }
    return getBuffer.call(this, start, end);
  };
  prototype.slice = function (
    this: ReadBufferStream,
    start = this.startOffset,
    end: number = this.endOffset,
  ): ArrayBuffer {
    return slice.call(this, start, Math.min(end, this.endOffset));
  };
}
