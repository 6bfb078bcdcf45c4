/** How texts of a data set are encoded, from Specific Character Set (0008,0005), PS3.3 C.12.1.1.2. */
export type CharacterSet =
  /** One encoding for all of a value, by its WHATWG label. */
  | { readonly kind: 'single'; readonly label: string }
  /** Several, switched by escape sequences (PS3.5 6.1.2.5). */
  | { readonly kind: 'extended'; readonly terms: string }
  /** Nothing, ASCII or Latin-1 is declared: what devices declare that write something else. */
  | { readonly kind: 'doubtful'; readonly label: 'windows-1252' };

/** ISO registration numbers of single-byte sets: WHATWG labels. */
const singleByte: Readonly<Record<string, string>> = {
  '101': 'iso-8859-2',
  '109': 'iso-8859-3',
  '110': 'iso-8859-4',
  '144': 'iso-8859-5',
  '127': 'iso-8859-6',
  '126': 'iso-8859-7',
  '138': 'iso-8859-8',
  '148': 'windows-1254',
  '166': 'windows-874',
  '203': 'iso-8859-15',
  '13': 'shift_jis',
};
const multiByte: Readonly<Record<string, string>> = {
  '192': 'utf-8',
  GB18030: 'gb18030',
  GBK: 'gb18030',
  // Not Defined Terms, but written: the sets of IR 58 and IR 149 without escape sequences.
  GB2312: 'gb18030',
  '58': 'gb18030',
  '149': 'euc-kr',
  '87': 'shift_jis',
};
const extensions = new Set(
  ['6', '13', '58', '87', '100', '101', '109', '110', '126', '127', '138', '144', '148', '149', '159'].concat(
    '166',
  ),
);
const doubtful: CharacterSet = { kind: 'doubtful', label: 'windows-1252' };

/** What is declared, also where the spelling is odd (`ISO-IR 100`, `iso2022ir87`, `ISO 2022 GBK`, a lone `UTF-8`). */
export function characterSetOf(values: readonly string[]): CharacterSet {
  const terms = values.map(termOf);
  const [first = { number: '6', extended: false }] = terms;
  const whole = terms.find(({ number }) => number === '192' || number === 'GB18030' || number === 'GBK');
  // These stand alone (C.12.1.1.2); what else is listed beside them has no meaning.
  if (whole) return single(multiByte[whole.number]);
  if (terms.length > 1 || first.extended) {
    const known = terms.filter(({ number }) => extensions.has(number)).map(({ number }) => number);
    const isPlain = known.every((number) => number === '6' || number === '100');
    if (isPlain) return doubtful;
    return { kind: 'extended', terms: known.map((number) => `ISO 2022 IR ${number}`).join('\\') };
  }
  return single(singleByte[first.number] ?? multiByte[first.number]);
}

const single = (label: string | undefined): CharacterSet =>
  label === undefined ? doubtful : { kind: 'single', label };

/** `ISO 2022 IR 87` is 87 with code extensions. */
function termOf(value: string): { number: string; extended: boolean } {
  const term = value.trim().toUpperCase();
  if (term === '') return { number: '6', extended: false };
  if (/GB_?18030/.test(term)) return { number: 'GB18030', extended: false };
  if (/GBK/.test(term)) return { number: 'GBK', extended: false };
  if (/GB_?2312/.test(term)) return { number: 'GB2312', extended: false };
  if (/UTF-?8/.test(term)) return { number: '192', extended: false };
  const [, year, number = '6'] = /(2022)?[^0-9]*(\d{1,3})$/.exec(term) ?? [];
  return { number, extended: year !== undefined };
}
