import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { audit as english } from '../../../i18n/en/audit.ts';
import { audit as chinese } from '../../../i18n/zh-CN/audit.ts';
import { dayOf, everything, lastDays, questionOf } from '../auditFilter.ts';
import { eventKinds, kindNames, kindOf } from '../eventKinds.ts';

describe('what is looked for in the audit trail', () => {
  it('is nothing where nothing was entered', () => {
    expect(questionOf(everything)).toEqual({});
    expect(questionOf({ ...everything, who: '  ', study: ' 1.2.3 ' })).toEqual({ study: '1.2.3' });
  });

  it('takes days as those of the calendar here, the last one with all of its hours', () => {
    const { from, to } = questionOf({ ...everything, fromDay: '2026-02-28', toDay: '2026-02-28' });
    expect(from).toBe(new Date(2026, 1, 28).toISOString());
    expect(to).toBe(new Date(2026, 2, 1).toISOString());
    expect(questionOf({ ...everything, fromDay: '28.2.2026' })).toEqual({});
  });

  it('counts days back over months, today with them', () => {
    const now = new Date(2026, 2, 1, 23, 59);
    expect(dayOf(now)).toBe('2026-03-01');
    expect(lastDays(1, now)).toMatchObject({ fromDay: '2026-03-01', toDay: '2026-03-01' });
    expect(lastDays(7, now)).toMatchObject({ fromDay: '2026-02-23', toDay: '2026-03-01' });
  });

  it('asks for kinds by the words of the trail', () => {
    expect(questionOf({ ...everything, kind: 'view', outcome: 'failure' })).toEqual({
      ...{ event: 'instancesAccessed', action: 'R', outcome: 'failure' },
    });
  });
});

describe('an event', () => {
  it('is of the kind that it would be found by', () => {
    for (const name of kindNames) expect(kindOf({ action: 'E', ...eventKinds[name] })).toBe(name);
  });

  it('of a type that has no name of its own is an alert; of another version it has none', () => {
    expect(kindOf({ event: 'securityAlert', type: 'auditRecordingStopped', action: 'E' })).toBe('alert');
    expect(kindOf({ event: 'securityAlert', action: 'E' })).toBe('alert');
    expect(kindOf({ event: 'somethingNew', action: 'E' })).toBeUndefined();
  });
});

describe('words of the audit trail', () => {
  const sources = globSync('services/**/*Desk.ts').concat(globSync('services/{store,trail}/*.ts'));
  const written = (name: string): string[] => [
    ...new Set(
      sources.flatMap((path) =>
        [...readFileSync(path, 'utf8').matchAll(new RegExp(`\\b${name}: '([^']+)'`, 'g'))].map(
          ([, word]) => word ?? '',
        ),
      ),
    ),
  ];

  it.each([
    ['what', 'done'],
    ['why', 'why'],
  ] as const)('are there for every %s that is written down', (name, area) => {
    expect(written(name).length).toBeGreaterThan(5);
    for (const word of written(name)) {
      expect([word, Object.hasOwn(chinese[area], word)]).toEqual([word, true]);
      expect([word, Object.hasOwn(english[area], word)]).toEqual([word, true]);
    }
  });
});
