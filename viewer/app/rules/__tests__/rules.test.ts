import i18next from 'i18next';
import { beforeAll, describe, expect, it } from 'vitest';
import { resources } from '../../../i18n/resources.ts';
import type { RuleInput } from '../../../identity/index.ts';
import { emptyRule, tidied } from '../ruleDraft.ts';
import { ruleName, ruleTexts, type RuleWording } from '../ruleTexts.ts';

const wordings = new Map<string, RuleWording>();
beforeAll(async () => {
  for (const language of ['zh-CN', 'en']) {
    const i18n = i18next.createInstance();
    await i18n.init({ lng: language, resources, interpolation: { escapeValue: false } });
    wordings.set(language, {
      t: i18n.getFixedT(language, 'rules') as unknown as RuleWording['t'],
      language,
      roleText: (role) => (role === 'clinician' ? (language === 'en' ? 'Clinician' : '临床医师') : role),
      nameOf: (id) => (id === 'p1' ? '李娜' : id),
    });
  }
});
const say = (rule: Partial<RuleInput>, language = 'zh-CN') => {
  const wording = wordings.get(language);
  if (!wording) throw new Error('no such language');
  return ruleTexts({ ...emptyRule, ...rule }, wording);
};

const night: RuleInput = {
  name: '夜间',
  effect: 'deny',
  enabled: true,
  rights: ['read', 'download'],
  subjects: { roles: ['clinician', 'service'], people: ['p1'], institutions: ['市一院'] },
  studies: {
    departments: 'own',
    modalities: ['CT', 'MR'],
    dates: { from: '20260101', lastDays: 7 },
    stations: ['CT-7F'],
  },
  circumstances: {
    addresses: { outside: ['10.0.0.0/8'] },
    hours: { within: [{ weekdays: [6, 7], from: '22:00', until: '06:00' }] },
  },
};

describe('a rule in words', () => {
  it('says all its conditions', () => {
    expect(say(night)).toEqual({
      who: '临床医师、程序（密钥），李娜，在 市一院 工作',
      what: '查看、下载',
      which: '本人科室的，CT、MR，2026-01-01 起，最近 7 天，设备为 CT-7F',
      when: '除 10.0.0.0/8 以外，周六、周日 22:00–06:00',
    });
    expect(say(night, 'en').when).toBe('from anywhere but 10.0.0.0/8; Sat, Sun 22:00–06:00');
  });

  it('says that there are none', () => {
    expect(say({})).toEqual({
      who: '所有已登录的人',
      what: '查看',
      which: '全部检查',
      when: '任何时间、任何地点',
    });
    expect(say({ rights: ['administrate', 'audit'] }).which).toBe('与检查无关');
    expect(say({ studies: { dates: { lastDays: 1 } } }, 'en').which).toBe('of the last 1 day');
  });

  it('calls those of the program in the reader’s language, and others as they are called', () => {
    const t = wordings.get('zh-CN')?.t;
    if (!t) throw new Error('no texts');
    const name = 'Technicians …';
    expect(ruleName({ id: 'built-in:technician', name, builtIn: true }, t)).toBe(
      '技师上传和核对检查（本人机构）',
    );
    expect(ruleName({ id: 'built-in:new', name, builtIn: true }, t)).toBe(name);
    expect(ruleName({ id: 'built-in:technician', name, builtIn: false }, t)).toBe(name);
  });
});

describe('a rule that is sent', () => {
  it('has no condition that says nothing', () => {
    expect(
      tidied({
        ...emptyRule,
        name: '  a ',
        subjects: { roles: [], people: [] },
        studies: { modalities: [], dates: { from: undefined, lastDays: undefined } },
        circumstances: { addresses: { within: [], outside: [] }, hours: undefined },
      }),
    ).toEqual({ ...emptyRule, name: 'a' });
    expect(tidied(night)).toEqual({ ...night, studies: night.studies });
  });

  it('says nothing of studies where it is about none', () => {
    expect(tidied({ ...night, rights: ['monitor'] }).studies).toEqual({});
  });
});
