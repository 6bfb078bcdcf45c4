import { describe, expect, it } from 'vitest';
import { builtInProtocols } from '../builtInProtocols.ts';
import { fittingProtocols } from '../fittingProtocols.ts';
import { hasWord } from '../hasWord.ts';
import { parseHangingProtocol } from '../hangingProtocol.ts';

const fitting = (description: string | undefined, ...series: [string, string?, string?][]): string[] =>
  fittingProtocols(builtInProtocols, {
    description,
    series: series.map(([modality, text, bodyPart], place) => ({
      seriesInstanceUid: String(place),
      modality,
      description: text,
      bodyPart,
    })),
  }).map(({ id }) => id);

describe('fittingProtocols', () => {
  it.each([
    [['ct-chest'], fitting('胸部CT平扫', ['CT'])],
    [['ct-chest'], fitting(undefined, ['CT', undefined, 'CHEST'])],
    [['ct-head', 'ct-head-stroke'], fitting('HEAD', ['CT'])],
    [[], fitting('Abdomen', ['CT', '腹部'])],
    [['petct'], fitting('whole body', ['CT'], ['PT'])],
    [['petct', 'ct-chest'], fitting('LUNG DELAYS', ['CT'], ['PT'])],
    [['mg'], fitting(undefined, ['MG'])],
    [['mr-prostate', 'mr'], fitting('MR prostaat', ['MR', 't2'], ['MR'], ['MR'], ['MR', 'x', 'PROSTATE'])],
    [[], fitting('one series', ['MR'])],
  ])('%j', (expected, found) => expect(found).toEqual(expected));
});

describe('hasWord', () => {
  it.each([
    ['ax_T2_fse', 't2', true],
    ['HEADNECK', 'head', true],
    ['forehead', 'head', false],
    ['平扫胸部', '胸', true],
    ['a+b (c)', '(c', true],
    ['', 'x', false],
  ])('%s has %s: %s', (text, word, expected) => expect(hasWord(text, word)).toBe(expected));
});

describe('parseHangingProtocol', () => {
  it('takes every built-in protocol, once', () => {
    for (const protocol of builtInProtocols) expect(parseHangingProtocol(protocol)).toEqual(protocol);
    expect(new Set(builtInProtocols.map(({ id }) => id)).size).toBe(builtInProtocols.length);
  });
  it('names the field that is wrong', () => {
    const wrong = { ...builtInProtocols[0], layout: { rows: 5, columns: 1 } };
    expect(() => parseHangingProtocol(wrong)).toThrow('rows');
    expect(() => parseHangingProtocol({ ...builtInProtocols[0], extra: 1 })).toThrow('extra');
  });
});
