import { describe, expect, it } from 'vitest';
import { formatPersonName, parsePersonName, sameName } from '../personName.ts';

describe('formatPersonName', () => {
  // Names of PS3.5: H.3.1 and H.3.2 (Japanese), I.2 (Korean), J.1 to K.2 (Chinese), 6.2.1.1 (western).
  it.each([
    ['Yamada^Tarou=山田^太郎=やまだ^たろう', '山田太郎', 'Yamada, Tarou', 'Yamada, Tarou', '山田太郎'],
    ['ﾔﾏﾀﾞ^ﾀﾛｳ=山田^太郎=やまだ^たろう', '山田太郎', 'ﾔﾏﾀﾞﾀﾛｳ', 'ﾔﾏﾀﾞﾀﾛｳ', '山田太郎'],
    ['Hong^Gildong=洪^吉洞=홍^길동', '洪吉洞', 'Hong, Gildong', 'Hong, Gildong', '洪吉洞'],
    ['Wang^XiaoDong=王^小东=', '王小东', 'Wang, XiaoDong', 'Wang, XiaoDong', '王小东'],
    ['Zhang^XiaoDong=张^小东=', '张小东', 'Zhang, XiaoDong', 'Zhang, XiaoDong', '张小东'],
    ['Buc^Jérôme', 'Buc, Jérôme', undefined, 'Buc, Jérôme', undefined],
    ['张^三', '张三', undefined, '张三', undefined],
    ['欧阳^娜娜', '欧阳娜娜', undefined, '欧阳娜娜', undefined],
    ['=王^小东', '王小东', undefined, '王小东', undefined],
    ['==やまだ^たろう', 'やまだたろう', undefined, 'やまだたろう', undefined],
    ['𠮷田^太郎', '𠮷田太郎', undefined, '𠮷田太郎', undefined],
    ['CompressedSamples^CT1', 'CompressedSamples, CT1', undefined, 'CompressedSamples, CT1', undefined],
    ['SMITH', 'SMITH', undefined, 'SMITH', undefined],
  ])('%s', (text, chinese, chineseSecond, english, englishSecond) => {
    const name = parsePersonName(text);
    expect(formatPersonName(name, 'zh-CN')).toEqual({ primary: chinese, secondary: chineseSecond });
    expect(formatPersonName(name, 'en')).toEqual({ primary: english, secondary: englishSecond });
  });

  it.each([
    ['Adams^John Robert Quincy^^Rev.^B.A. M.Div.', 'Adams, Rev. John Robert Quincy, B.A. M.Div.'],
    [
      'Morrison-Jones^Susan^^^Ph.D., Chief Executive Officer',
      'Morrison-Jones, Susan, Ph.D., Chief Executive Officer',
    ],
    ['^Susan', 'Susan'],
    ['Doe^John^^^', 'Doe, John'],
    [' Doe ^ John ', 'Doe, John'],
  ])('puts the components of %s where they belong', (text, shown) => {
    expect(formatPersonName(parsePersonName(text), 'en')?.primary).toBe(shown);
  });
});

describe('parsePersonName', () => {
  it('reads the DICOM JSON Model as it reads text', () => {
    const json = { Alphabetic: 'Yamada^Tarou', Ideographic: '山田^太郎', Phonetic: 'やまだ^たろう' };
    expect(parsePersonName(json)).toEqual(parsePersonName('Yamada^Tarou=山田^太郎=やまだ^たろう'));
    expect(parsePersonName(json)?.ideographic).toEqual({
      family: '山田',
      given: '太郎',
      middle: '',
      prefix: '',
      suffix: '',
    });
  });

  it.each([undefined, null, 42, '', '^^^^', '==', ' ', {}, { Alphabetic: '' }, { Alphabetic: 7 }, []])(
    'is undefined for %j',
    (value) => {
      expect(parsePersonName(value)).toBeUndefined();
      expect(formatPersonName(parsePersonName(value), 'zh-CN')).toBeUndefined();
    },
  );
});

describe('sameName', () => {
  it.each([
    ['Wang^XiaoDong=王^小东', 'WANG^XIAODONG', true],
    ['Wang^XiaoDong=王^小东', 'Wang^XiaoDong=王^晓东', false],
    ['Doe^John', 'Doe^Jane', false],
    ['Doe^John^^Dr.', 'DOE^JOHN', true],
    ['=王^小东', 'Wang^XiaoDong', true],
    ['', 'Doe^John', true],
  ])('%s and %s: %s', (first, second, same) => {
    expect(sameName(parsePersonName(first), parsePersonName(second))).toBe(same);
  });
});
