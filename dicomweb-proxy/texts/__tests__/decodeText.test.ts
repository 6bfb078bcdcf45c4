import { describe, expect, it } from 'vitest';
import { characterSetOf } from '../characterSet.ts';
import { decodeText } from '../decodeText.ts';

const decode = (terms: string[], hex: string, vr = 'PN') =>
  decodeText(Buffer.from(hex, 'hex'), characterSetOf(terms), vr);
const bytes = (text: string): string => Buffer.from(text, 'latin1').toString('hex');

/** Encoded by Python's codecs, which know nothing of ICU. */
const single = [
  ['ISO_IR 100', '4275635e4ae972f46d65', 'Buc^Jérôme'],
  ['ISO_IR 101', '5761b3ea73615ea3756b61737a', 'Wałęsa^Łukasz'],
  ['ISO_IR 109', 'd575bfe85ea1616c', 'Ġużè^Ħal'],
  ['ISO_IR 110', 'd3ba6e69f1b95e4ae06e6973', 'Ķēniņš^Jānis'],
  ['ISO_IR 144', 'bbeeda6365dcd17970d35ea1dbdad0', 'Люкceмбypг^Ёлка'],
  ['ISO_IR 127', 'e2c8c7e6ea5ee4e6d2c7d1', 'قباني^لنزار'],
  ['ISO_IR 126', 'c4e9efedf5f3e9eff25eb9ebe9eff2', 'Διονυσιος^Ήλιος'],
  ['ISO_IR 138', 'f9f8e5ef5ee3e1e5f8e4', 'שרון^דבורה'],
  ['ISO_IR 148', 'c7617675fe6ff06c755edd72656d', 'Çavuşoğlu^İrem'],
  ['ISO_IR 166', 'cac1aad2c25ee3a8b4d5', 'สมชาย^ใจดี'],
  ['ISO_IR 13', 'd4cfc0de5ec0dbb3', 'ﾔﾏﾀﾞ^ﾀﾛｳ'],
  ['GB18030', '57616e675e5869616f446f6e673dcdf55ed0a1b6ab9534b235', 'Wang^XiaoDong=王^小东𠮷'],
  ['GBK', '4c695e526f6e676a693dc0ee5ee946bbf986b4', 'Li^Rongji=李^镕基喆'],
  ['ISO_IR 192', '57616e675e5869616f446f6e673de78e8b5ee5b08fe69db1', 'Wang^XiaoDong=王^小東'],
] as const;

/** The names of PS3.5 Annexes H, I and K, byte for byte, and one letter of JIS X 0212: 0x3021 is 丂 (U+4E02). */
const extended: [string[], string, string][] = [
  [
    ['', 'ISO 2022 IR 87'],
    'Yamada^Tarou=\x1b$B;3ED\x1b(B^\x1b$BB@O:\x1b(B=\x1b$B$d$^$@\x1b(B^\x1b$B$?$m$&\x1b(B',
    'Yamada^Tarou=山田^太郎=やまだ^たろう',
  ],
  [
    ['ISO 2022 IR 13', 'ISO 2022 IR 87'],
    '\xd4\xcf\xc0\xde^\xc0\xdb\xb3=\x1b$B;3ED\x1b(J^\x1b$BB@O:\x1b(J=\x1b$B$d$^$@\x1b(J^\x1b$B$?$m$&\x1b(J',
    'ﾔﾏﾀﾞ^ﾀﾛｳ=山田^太郎=やまだ^たろう',
  ],
  [
    ['', 'ISO 2022 IR 149'],
    'Hong^Gildong=\x1b$)C\xfb\xf3^\x1b$)C\xd1\xce\xd4\xd7=\x1b$)C\xc8\xab^\x1b$)C\xb1\xe6\xb5\xbf',
    'Hong^Gildong=洪^吉洞=홍^길동',
  ],
  [
    ['', 'ISO 2022 IR 58'],
    'Zhang^XiaoDong=\x1b$)A\xd5\xc5^\x1b$)A\xd0\xa1\xb6\xab=',
    'Zhang^XiaoDong=张^小东=',
  ],
  [['', 'ISO 2022 IR 87', 'ISO 2022 IR 159'], 'X=\x1b$(D0!\x1b(B^\x1b$B;3\x1b(B', 'X=丂^山'],
  [['ISO 2022 IR 100', 'ISO 2022 IR 126'], 'J\xe9r\xf4me^\x1b-F\xc4\xe9\xef\xed', 'Jérôme^Διον'],
  [['ISO 2022 IR 6', 'ISO 2022 IR 144'], '\x1b-L\xbb\xee^\x1b-L\xda', 'Лю^к'],
];

const undeclared: [hex: string, text: string, guessed: string | undefined][] = [
  ['d5c5c8fdb7e1', '张三丰', 'GB18030'],
  ['d0d8b2bf4354c6bdc9a8', '胸部CT平扫', 'GB18030'],
  ['5a68616e675e53616e3dd5c55ec8fd', 'Zhang^San=张^三', 'GB18030'],
  ['4d52cdb7c2adc6bdc9a82bd4f6c7bf', 'MR头颅平扫+增强', 'GB18030'],
  ['c5b7d1f45e86b4', '欧阳^喆', 'GB18030'],
  ['c8e9cfd9eee2b0d0a3a8cbabb2e0a3a9', '乳腺钼靶（双侧）', 'GB18030'],
  ['b5da31c8cbc3f1d2bdd4ba', '第1人民医院', 'GB18030'],
  ['4ac4c4534b454cc4494e454e5e4de4e47474e4', 'JÄÄSKELÄINEN^Määttä', undefined],
  ['4ae972f46d655e4e6feb6c', 'Jérôme^Noël', undefined],
  ['4dfc6c6c65725e4afc7267656e', 'Müller^Jürgen', undefined],
  ['50c4c44b4bd64e454e5ec4', 'PÄÄKKÖNEN^Ä', undefined],
  ['d8e573656e5ec5e6', 'Øåsen^Åæ', undefined],
  ['4752dcdf455ec4d6dc', 'GRÜßE^ÄÖÜ', undefined],
  ['4dc3bc6c6c65725e5a6fc3ab', 'Müller^Zoë', 'UTF-8'],
  ['e5bca0e4b889', '张三', 'UTF-8'],
];

describe('decodeText', () => {
  it.each(single)('reads %s', (term, hex, text) => {
    expect(decode([term], hex)).toEqual({ text });
  });

  it.each(extended)('reads %j with code extensions', (terms, value, text) => {
    expect(decode(terms, bytes(value))).toEqual({ text });
  });

  it('reads two-byte sets whose escape sequences are missing after a delimiter', () => {
    expect(decode(['', 'ISO 2022 IR 58'], bytes('=\x1b$)A\xd5\xc5^\xd0\xa1\xb6\xab')).text).toBe('=张^小东');
    expect(decode(['ISO 2022 IR 100', 'ISO 2022 IR 58'], bytes('\xd5\xc5^\xd0\xa1')).text).toBe('张^小');
    expect(decode(['', 'ISO 2022 IR 149'], bytes('=\xc8\xab^\xb1\xe6\xb5\xbf')).text).toBe('=홍^길동');
  });

  it.each(undeclared)('recognises %s as %s, declared as nothing or as Latin-1', (hex, text, guessed) => {
    const expected = guessed ? { text, guessed } : { text };
    expect(decode([], hex)).toEqual(expected);
    expect(decode(['ISO_IR 100'], hex)).toEqual(expected);
    expect(decode(['ISO 2022 IR 6', 'ISO 2022 IR 100'], hex)).toEqual(expected);
  });

  it('recognises what is declared as UTF-8 and is none, and says so', () => {
    expect(decode(['ISO_IR 192'], 'd5c5c8fdb7e1')).toEqual({ text: '张三丰', guessed: 'GB18030' });
    expect(decode(['ISO_IR 192'], '4d fc 6c6c6572'.replaceAll(' ', ''))).toEqual({
      text: 'Müller',
      guessed: 'ISO_IR 100',
    });
  });

  it('never takes another declared alphabet for Chinese', () => {
    // Arabic, whose letters are all above ASCII.
    expect(decode(['ISO_IR 127'], 'e2c8c7e6ea5ee4e6d2c7d1')).toEqual({ text: 'قباني^لنزار' });
  });

  it('understands terms as devices write them', () => {
    for (const term of ['GB2312', 'ISO_IR 58', 'gbk', 'GB 18030', 'iso_ir_58']) {
      expect(decode([term], 'd5c5c8fd').text, term).toBe('张三');
    }
    expect(decode(['UTF-8'], 'e5bca0').text).toBe('张');
    expect(decode(['ISO-IR 144'], 'bb').text).toBe('Л');
  });
});
