import { useLanguage, useTranslation } from '../../i18n/index.ts';
import type { AuditEvent, AuditPage } from '../../identity/index.ts';
import { kindOf } from './eventKinds.ts';

export type Named = Pick<AuditPage, 'people' | 'rules'>;

export interface EventText {
  time: string;
  /** what happened */
  kind: string;
  who: string;
  /** second-rank: login, kind of actor */
  whoElse: string;
  /** to what, how much, why not */
  what: string;
  /** by which rule it was allowed or denied */
  rule: string;
  outcome: string;
  /** all there is besides, in words */
  details: [string, string][];
}

type Detail = Readonly<Record<string, unknown>>;
const textIn = (detail: Detail, name: string): string | undefined => {
  const value = detail[name];
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
};

/** Texts whose keys are the server's own words, for which there may be none. */
type Area = 'why' | 'done' | 'right' | 'phase' | 'detail' | 'builtIn' | 'actor';

/** Events in the reader's language. What this version has no words for is shown as the server wrote it. */
export function useEventText(): (event: AuditEvent, named: Named) => EventText {
  const { t } = useTranslation('audit');
  const language = useLanguage();
  const clock = new Intl.DateTimeFormat(language, { dateStyle: 'short', timeStyle: 'medium' });
  const size = new Intl.NumberFormat(language, { maximumFractionDigits: 1 });

  const word = (area: Area, text: string): string =>
    t(`${area}.${text}` as 'phase.began', { defaultValue: text });

  return (event, named) => {
    const { actor, detail = {}, outcome, rule } = event;
    const person = actor.id === undefined ? undefined : named.people[actor.id];
    const kind = kindOf(event);
    return {
      time: clock.format(new Date(event.at)),
      kind: kind ? t(`kind.${kind}`) : event.event,
      who: person?.name ?? actor.name ?? word('actor', actor.kind),
      whoElse: person?.login ?? (actor.name === undefined ? '' : word('actor', actor.kind)),
      what: whatOf(event, named),
      rule: rule === undefined ? '' : ruleText(rule, named),
      outcome: t(`outcome.${outcome}`),
      details: [
        ...Object.entries(detail).map(([name, value]): [string, string] => [
          word('detail', name),
          valueText(name, value, named),
        ]),
      ],
    };
  };

  function ruleText(rule: string, { rules }: Named): string {
    const [, builtIn] = /^built-in:(.+)$/.exec(rule) ?? [];
    return builtIn === undefined ? (rules[rule] ?? rule) : word('builtIn', builtIn);
  }

  function personText(id: string, { people }: Named): string {
    const person = people[id];
    return person ? `${person.name} (${person.login})` : id;
  }

  function valueText(name: string, value: unknown, named: Named): string {
    if (typeof value === 'string') {
      if (name === 'person') return personText(value, named);
      if (name === 'why' || name === 'right' || name === 'phase') return word(name, value);
      if (name === 'what') return word('done', value);
      if ((name === 'from' || name === 'to') && !Number.isNaN(Date.parse(value)))
        return clock.format(new Date(value));
      return value;
    }
    return JSON.stringify(value);
  }

  function whatOf(event: AuditEvent, named: Named): string {
    const { detail = {}, frames, bytes } = event;
    const parts: (string | undefined)[] = [];
    const phase = textIn(detail, 'phase');
    if (frames !== undefined)
      parts.push(
        t(event.event === 'import' ? 'imported' : 'frames', { count: frames }),
        bytes ? t('megabytes', { size: size.format(bytes / 1e6) }) : undefined,
      );
    else if (phase !== undefined) parts.push(word('phase', phase));
    const what = textIn(detail, 'what');
    if (what !== undefined) parts.push(word('done', what));
    const why = textIn(detail, 'why');
    if (why !== undefined) parts.push(word('why', why));
    const right = textIn(detail, 'right');
    if (right !== undefined) parts.push(word('right', right));
    const about = textIn(detail, 'person');
    if (about !== undefined) parts.push(personText(about, named));
    parts.push(textIn(detail, 'login'));
    if (event.event === 'query') parts.push(criteriaOf(detail));
    const days = textIn(detail, 'days');
    if (days !== undefined && what !== undefined) parts.push(t('days', { count: Number(days) }));
    const removed = textIn(detail, 'removedUpTo');
    if (removed !== undefined) parts.push(t('removed', { seq: removed }));
    if (textIn(detail, 'failed') !== undefined) parts.push(textIn(detail, 'failed'));
    return parts.filter((part) => part !== undefined && part !== '').join(' · ');
  }

  /** What was searched for in the archive. */
  function criteriaOf(detail: Detail): string {
    const pairs = [...new URLSearchParams(textIn(detail, 'query') ?? '')]
      .filter(([name]) => !['limit', 'offset', 'includefield', 'fuzzymatching'].includes(name.toLowerCase()))
      .map(([name, value]) => `${name}=${value}`);
    return pairs.length === 0 ? t('allStudies') : pairs.join(' ');
  }
}
