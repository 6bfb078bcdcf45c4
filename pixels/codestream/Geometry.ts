import { CodeStreamError } from '../errors.ts';
import type { ImagePixelModule } from '../types.ts';

/** What a compressed frame says of itself. */
export interface CodeStreamGeometry {
  rows: number;
  columns: number;
  components: number;
  bitsPerSample: number;
}

/**
 * Compares a code stream with its data set before anything is allocated: a stream that claims another size would
 * give a wrong image, or take gigabytes.
 * @throws CodeStreamError naming both
 */
export function requireSameGeometry(stream: CodeStreamGeometry, image: ImagePixelModule): void {
  const found = `${stream.columns}x${stream.rows}, ${stream.components} component(s) of ${stream.bitsPerSample} bits`;
  if (
    stream.rows !== image.rows ||
    stream.columns !== image.columns ||
    stream.components !== image.samplesPerPixel
  ) {
    throw new CodeStreamError(
      `the data set says ${image.columns}x${image.rows}, ${image.samplesPerPixel} sample(s) per pixel, the code stream ${found}`,
    );
  }
  if (stream.bitsPerSample > image.bitsAllocated) {
    throw new CodeStreamError(`Bits Allocated is ${image.bitsAllocated}, the code stream has ${found}`);
  }
}
