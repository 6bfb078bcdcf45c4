import { execFileSync, spawnSync } from 'node:child_process';

const python = '/usr/bin/python3';

export const hasPydicom = (): boolean => spawnSync(python, ['-c', 'import pydicom, numpy']).status === 0;

/**
 * Where any of the overlays in `groups` (`6000`, …) of a DICOM file has a one, a byte for each pixel, as pydicom and numpy
 * unpack them: of Overlay Data that cover the whole image, or of the bit of the uncompressed pixel cells that the group names.
 */
export function overlaysByPydicom(file: string, groups: readonly string[]): Uint8Array {
  const script = `
import sys, pydicom, numpy
d = pydicom.dcmread(sys.argv[1])
union = 0
for group in (int(g, 16) for g in sys.argv[2:]):
    if (group, 0x3000) in d:
        bits = numpy.unpackbits(numpy.frombuffer(d[group, 0x3000].value, 'u1'), bitorder='little')
        bits = bits[:d[group, 0x0010].value * d[group, 0x0011].value]
    else:
        bits = numpy.frombuffer(d.PixelData, '<u2') >> d[group, 0x0102].value & 1
    union = union | bits.astype('u1')
sys.stdout.buffer.write(union.tobytes())`;
  return Uint8Array.from(
    execFileSync(python, ['-W', 'ignore', '-c', script, file, ...groups], { maxBuffer: 2 ** 26 }),
  );
}
