import { CodeStreamError } from '../errors.ts';
import type { CodeStreamGeometry } from './Geometry.ts';

export { requireSameGeometry } from './Geometry.ts';

export interface JpegHeader extends CodeStreamGeometry {
  /** Number of the SOFn marker: 0 baseline, 1 extended, 2 progressive, 3 lossless, 55 JPEG-LS */
  process: number;
  componentIds: number[];
  /** Where the component identifiers stand in the stream, frame header first, then each scan header. */
  componentIdOffsets: number[];
  /** Transform flag of the Adobe APP14 segment: 0 none, 1 YCbCr, 2 YCCK */
  adobeTransform: number | undefined;
  hasJfif: boolean;
  /** Components of the first scan: fewer than the image has when each comes in a scan of its own. */
  scanComponents: number;
  /** Where the first scan's header begins. */
  scanOffset: number;
}

const SOF55 = 0xf7;
const notFrameHeaders = [0xc4, 0xc8, 0xcc];

/**
 * Reads the markers of a JPEG or JPEG-LS stream (ISO/IEC 10918-1 Annex B) up to its first scan.
 * @throws CodeStreamError when there is no frame header
 */
export function readJpegHeader(bytes: Uint8Array): JpegHeader {
  if (bytes[0] !== 0xff || bytes[1] !== 0xd8)
    throw new CodeStreamError('it does not start with a JPEG SOI marker');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let header: JpegHeader | undefined;
  let adobeTransform: number | undefined;
  let hasJfif = false;
  let offset = 2;
  while (offset + 4 <= bytes.length) {
    if (bytes[offset] !== 0xff) throw new CodeStreamError(`no JPEG marker at byte ${offset}`);
    const marker = bytes[offset + 1] ?? 0;
    if (marker === 0xff) {
      offset += 1;
      continue;
    }
    const segment = offset + 4;
    const length = view.getUint16(offset + 2);
    if (segment + length - 2 > bytes.length) break;
    if (isFrameHeader(marker)) header = readFrameHeader(view, marker, segment, length);
    if (marker === 0xe0 && ascii(bytes, segment, 4) === 'JFIF') hasJfif = true;
    if (marker === 0xee && ascii(bytes, segment, 5) === 'Adobe') adobeTransform = bytes[segment + 11];
    if (marker === 0xda && header) {
      const scanComponents = bytes[segment] ?? 0;
      for (let i = 0; i < scanComponents; i++) header.componentIdOffsets.push(segment + 1 + 2 * i);
      return { ...header, adobeTransform, hasJfif, scanComponents, scanOffset: segment };
    }
    offset = segment + length - 2;
  }
  throw new CodeStreamError(`the JPEG stream of ${bytes.length} bytes ends before its first scan`);
}

/**
 * A decoder fills what is missing of a cut stream with grey, so the end marker has to be there. In entropy-coded data it cannot
 * occur by chance; some writers leave random bytes of padding behind it.
 * @returns where the end marker (EOI) stands
 * @throws CodeStreamError
 */
export function findJpegEnd(bytes: Uint8Array, header: JpegHeader): number {
  for (let at = bytes.length - 2; at >= header.scanOffset; at--) {
    if (bytes[at] === 0xff && bytes[at + 1] === 0xd9) return at;
  }
  throw new CodeStreamError(
    `the JPEG stream of ${bytes.length} bytes has no end marker (EOI): it is cut short`,
  );
}

function isFrameHeader(marker: number): boolean {
  return marker === SOF55 || (marker >= 0xc0 && marker <= 0xcf && !notFrameHeaders.includes(marker));
}

function readFrameHeader(view: DataView, marker: number, segment: number, length: number): JpegHeader {
  const components = length >= 8 ? view.getUint8(segment + 5) : 0;
  if (components === 0 || length < 8 + 3 * components)
    throw new CodeStreamError('its JPEG frame header is broken');
  const componentIdOffsets = Array.from({ length: components }, (_, i) => segment + 6 + 3 * i);
  return {
    process: marker === SOF55 ? 55 : marker - 0xc0,
    bitsPerSample: view.getUint8(segment),
    rows: view.getUint16(segment + 1),
    columns: view.getUint16(segment + 3),
    components,
    componentIds: componentIdOffsets.map((at) => view.getUint8(at)),
    componentIdOffsets,
    adobeTransform: undefined,
    hasJfif: false,
    scanComponents: 0,
    scanOffset: 0,
  };
}

function ascii(bytes: Uint8Array, offset: number, length: number): string {
  return String.fromCharCode(...bytes.subarray(offset, offset + length));
}
