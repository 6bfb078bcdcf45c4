import { createRequire } from 'node:module';
import type { DicomJson } from './seriesDicomJson.ts';

/** The part of dcmjs in use; the package ships no types. */
interface Dcmjs {
  log: { setLevel(level: string): void };
  data: {
    DicomMessage: { readFile(file: ArrayBufferLike, options: object): { meta: DicomJson; dict: DicomJson } };
  };
}

let dcmjs: Dcmjs | undefined;

/** A Part 10 file as dcmjs reads it: nearly the DICOM JSON Model, binary values as ArrayBuffer. */
export function readPart10(file: Buffer): { meta: DicomJson; dataSet: DicomJson } {
  if (!dcmjs) {
    // Loaded on first need: most archives never hold what needs it.
    dcmjs = createRequire(import.meta.url)('dcmjs') as Dcmjs;
    dcmjs.log.setLevel('silent');
  }
  const bytes = file.buffer.slice(file.byteOffset, file.byteOffset + file.byteLength);
  const { meta, dict } = dcmjs.data.DicomMessage.readFile(bytes, { ignoreErrors: true });
  return { meta, dataSet: dict };
}
