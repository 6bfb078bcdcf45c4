import { elementEnd, encodingOf, readElement, TooShort, transferSyntaxes } from './element.ts';
import { part10Layout } from './layout.ts';

/** Whether these bytes of the beginning of a file reach as far as its pixel data. What cannot be read further is as whole as it gets. */
export function headIsWhole(beginning: Buffer): boolean {
  const result = part10Layout(beginning);
  if (result.kind !== 'layout') return result.kind === 'not-dicom';
  const { transferSyntaxUid, dataSetAt } = result.layout;
  // How far deflated bytes reach nobody knows before they are inflated.
  if (transferSyntaxUid === transferSyntaxes.deflated) return false;
  const encoding = encodingOf(transferSyntaxUid);
  try {
    for (let at = dataSetAt; ;) {
      const element = readElement(beginning, at, encoding);
      if (element.tag >= 0x7fe00000) return true;
      at = elementEnd(beginning, element, encoding);
    }
  } catch (error) {
    return !(error instanceof TooShort);
  }
}
