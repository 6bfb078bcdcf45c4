import { elementEnd, encodingOf, readElement, tagText, TooShort, transferSyntaxes } from './element.ts';
import { dataSetBytes, part10Layout } from './layout.ts';

/** Where a whole file cannot be read any further. */
export type Breakage =
  /** It ends within this element; how many bytes are missing where its length says it. */
  | { kind: 'ends-within'; tag: string; missingBytes?: number }
  /** What stands at this byte of the data set is no element. */
  | { kind: 'no-element'; at: number };

const headBytes = 12;

/** Looks through all elements of a file. @returns undefined where it is whole, or no DICOM at all */
export function whereItEnds(file: Buffer): Breakage | undefined {
  const result = part10Layout(file, true);
  if (result.kind !== 'layout') return undefined;
  const { transferSyntaxUid } = result.layout;
  if (transferSyntaxUid === transferSyntaxes.deflated) return undefined;
  const bytes = dataSetBytes(file, result.layout);
  const encoding = encodingOf(transferSyntaxUid);
  let at = 0;
  let tag = 0;
  try {
    while (at < bytes.length) {
      const element = readElement(bytes, at, encoding);
      ({ tag } = element);
      const end = elementEnd(bytes, element, encoding);
      if (end > bytes.length) {
        return { kind: 'ends-within', tag: tagText(tag), missingBytes: end - bytes.length };
      }
      at = end;
    }
    return undefined;
  } catch (error) {
    if (!(error instanceof TooShort)) return { kind: 'no-element', at };
    const missingBytes = error.wanted === undefined ? 0 : error.wanted - bytes.length;
    // A few bytes of an element's head say nothing of how much there should be.
    return { kind: 'ends-within', tag: tagText(tag), ...(missingBytes > headBytes && { missingBytes }) };
  }
}
