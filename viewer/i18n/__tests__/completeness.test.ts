import { describe, expect, it } from 'vitest';
import { startLanguage } from '../languages.ts';
import { resources } from '../resources.ts';

/** `errors.retryingIn` -> its texts in all plural forms. */
function textsByKey(tree: object, path = ''): Map<string, string[]> {
  const texts = new Map<string, string[]>();
  for (const [key, value] of Object.entries(tree) as [string, unknown][]) {
    const name = (path ? `${path}.` : '') + key.replace(/_(one|other)$/, '');
    if (typeof value === 'string') texts.set(name, [...(texts.get(name) ?? []), value]);
    else for (const [inner, list] of textsByKey(value as object, name)) texts.set(inner, list);
  }
  return texts;
}

const variables = (text: string) => [...text.matchAll(/{{(\w+)[^}]*}}/g)].map((match) => match[1]).sort();

const areas = Object.keys(resources.en) as (keyof typeof resources.en)[];

describe.each(areas)('%s', (area) => {
  const chinese = textsByKey(resources['zh-CN'][area]);
  const english = textsByKey(resources.en[area]);

  it('has the same texts in English as in Chinese', () => {
    expect([...english.keys()].sort()).toEqual([...chinese.keys()].sort());
  });

  it('uses the same variables in every language and plural form', () => {
    for (const [key, texts] of chinese) {
      const expected = variables(texts[0] ?? '');
      for (const text of [...texts, ...(english.get(key) ?? [])])
        expect(variables(text), key).toEqual(expected);
    }
  });

  it('leaves no text empty', () => {
    for (const [key, texts] of [...chinese, ...english])
      for (const text of texts) expect(text.trim(), key).not.toBe('');
  });
});

describe('startLanguage', () => {
  it.each([
    ['en', ['zh-CN'], 'en'],
    [null, ['zh-TW', 'en'], 'zh-CN'],
    [null, ['en-US', 'zh-CN'], 'zh-CN'],
    [null, ['de-DE'], 'en'],
    [null, [], 'zh-CN'],
    ['xx', ['en-GB'], 'en'],
  ] as const)('stored %s, browser %j: %s', (stored, preferred, expected) => {
    expect(startLanguage(stored, preferred)).toBe(expected);
  });
});
