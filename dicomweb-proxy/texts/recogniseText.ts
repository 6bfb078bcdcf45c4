/** What texts turned out to be in that do not say so, or say something else. */
export type Recognised = 'UTF-8' | 'GB18030';

const utf8 = new TextDecoder('utf-8', { fatal: true });
const gb18030 = new TextDecoder('gb18030', { fatal: true });

/**
 * What bytes are in whose declared character set is none, Latin-1, or UTF-8 that they are not. UTF-8 proves itself.
 * GBK is believed where all letters are pairs that make Chinese ideographs, most of them everyday ones (level 1 of
 * GB 2312), and where they do not stand alone among Latin letters: `JÄÄSKELÄINEN` in Latin-1 is no Chinese.
 * @returns undefined for what is taken as Latin-1
 */
export function recogniseText(bytes: Uint8Array): Recognised | undefined {
  if (decodes(utf8, bytes)) return 'UTF-8';
  return isChinese(bytes) ? 'GB18030' : undefined;
}

function isChinese(bytes: Uint8Array): boolean {
  const text = decodes(gb18030, bytes);
  if (text === undefined) return false;
  const runs = highRuns(bytes);
  let everyday = 0;
  let others = 0;
  for (const { pairs, touchesLetters } of runs) {
    // Two Latin-1 letters in a row may look like one ideograph; four in a row there are none.
    if (touchesLetters && pairs.length < 2) return false;
    for (const [lead, trail] of pairs) {
      if (trail >= 0xa1 && lead >= 0xb0 && lead <= 0xd7) everyday += 1;
      // Punctuation and full-width letters say nothing.
      else if (!(trail >= 0xa1 && lead >= 0xa1 && lead <= 0xa9)) others += 1;
    }
  }
  const letters = text.replace(/[\p{ASCII}\p{P}\p{S}\p{Z}\uff01-\uff5e]/gu, '');
  if (/[^\p{Script=Han}\p{Script=Bopomofo}\p{N}]/u.test(letters)) return false;
  return everyday > 0 && everyday >= others;
}

interface Run {
  /** The last is [lead, -1] where a byte has no second one; four-byte characters count as two pairs. */
  readonly pairs: readonly (readonly [number, number])[];
  /** Stands in a word with ASCII letters. */
  readonly touchesLetters: boolean;
}

/** Runs of two-byte characters; a trail byte may look like ASCII. */
function highRuns(bytes: Uint8Array): Run[] {
  const runs: Run[] = [];
  const isLetter = (at: number): boolean => /[A-Za-z]/.test(String.fromCharCode(bytes[at] ?? 0));
  for (let at = 0; at < bytes.length;) {
    if ((bytes[at] ?? 0) < 0x80) {
      at += 1;
      continue;
    }
    const start = at;
    const pairs: [number, number][] = [];
    for (; (bytes[at] ?? 0) >= 0x80; at += 2) pairs.push([bytes[at] ?? 0, bytes[at + 1] ?? -1]);
    runs.push({ pairs, touchesLetters: isLetter(start - 1) || isLetter(at) });
  }
  return runs;
}

function decodes(decoder: TextDecoder, bytes: Uint8Array): string | undefined {
  try {
    return decoder.decode(bytes);
  } catch {
    return undefined;
  }
}
