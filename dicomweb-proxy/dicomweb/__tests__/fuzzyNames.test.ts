import { describe, expect, it } from 'vitest';
import { fuzzyNameMatcher } from '../search/fuzzyNames.ts';
import { matcherFor } from '../search/matching.ts';

const finds = (query: string, name: string): boolean => fuzzyNameMatcher(query)?.(name) ?? true;

describe('fuzzy matching of names', () => {
  const typed = [
    'zhang yun shan',
    'Zhang Yunshan',
    'zhangyunshan',
    'ZHANG^YUNSHAN',
    'yunshan zhang',
    'zhāng yúnshān',
    '张云山',
    '张 云山',
    '张',
    '云山',
    'zys',
    'zhys',
    'zhang',
    'zhang y',
    'zhangy',
  ];
  it.each(typed)('%s finds 张^云山, with and without its Latin group', (query) => {
    expect(finds(query, '=张^云山')).toBe(true);
    expect(finds(query, '张^云山')).toBe(true);
    expect(finds(query, 'Zhang^Yunshan=张^云山')).toBe(true);
  });

  it.each(['zsy', 'zhangyunshanx', 'hang', 'zhang zhang', '李', '张山', 'wang', 'zhangyunshi'])(
    '%s does not',
    (query) => {
      expect(finds(query, 'Zhang^Yunshan=张^云山')).toBe(false);
      expect(finds(query, '张^云山')).toBe(false);
    },
  );

  it('reads surnames as surnames, and every reading of a character', () => {
    expect(finds('shan yuchun', '单^雨春')).toBe(true);
    expect(finds('dan', '单^雨春')).toBe(true);
    expect(finds('yuchi', '尉迟^恭')).toBe(true);
    expect(finds('ouyang', '欧阳^娜')).toBe(true);
    for (const typed of ['lv bu', 'lü bu', 'lu bu', 'lyu bu']) expect(finds(typed, '吕^布')).toBe(true);
    expect(finds('zhang yun shan', '張^雲山')).toBe(true);
  });

  it('finds by ideographs where the device stored pinyin only, but not where it stored others', () => {
    expect(finds('张云山', 'ZHANG^YUNSHAN')).toBe(true);
    expect(finds('章', 'Zhang^San=张^三')).toBe(false);
  });

  it('overlooks diacritics and their spellings', () => {
    for (const typed of ['muller', 'mueller', 'Müller', 'jorg muller', 'm jorg']) {
      expect([typed, finds(typed, 'Müller^Jörg')]).toEqual([typed, true]);
    }
    expect(finds("o'brien", 'OBrien^Pat')).toBe(true);
    expect(finds('miller', 'Müller^Jörg')).toBe(false);
  });

  it('is asked for by an option, and leaves wildcards their meaning', () => {
    const matches = (query: string, fuzzy: boolean): unknown => {
      const matcher = matcherFor('PN', query, { fuzzy });
      return typeof matcher === 'function' ? matcher(['张^云山']) : matcher;
    };
    expect(matches('zys', false)).toBe(false);
    expect(matches('zys', true)).toBe(true);
    expect(matches('*zhang*', true)).toBe(true);
    expect(matches('zh*shan', true)).toBe(false);
    expect(matches('张*山', true)).toBe(true);
  });

  it('answers at once to what is made to keep it busy', () => {
    const name = '重单曾乐行'.repeat(12);
    expect(finds('z'.repeat(40), name)).toBe(false);
    expect(finds(`${'a'.repeat(60)}b`, '阿'.repeat(64))).toBe(false);
    expect(finds('重单曾乐行'.repeat(12), 'Zhang^San')).toBe(false);
    expect(finds('a b c d e f g h i j k l m n', 'a b c d e f g h i j k l m')).toBe(false);
  });
});
