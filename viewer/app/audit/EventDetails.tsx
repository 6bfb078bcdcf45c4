import { Button } from '@mantine/core';
import { useTranslation } from '../../i18n/index.ts';
import type { AuditEvent } from '../../identity/index.ts';
import { everything, type AuditFilter } from './auditFilter.ts';
import type { EventText } from './useEventText.ts';
import classes from './audit.module.css';

interface EventDetailsProps {
  event: AuditEvent;
  text: EventText;
  onNarrow: (change: Partial<AuditFilter>) => void;
}

/** All that is known of an event, and ways to what belongs to it. */
export function EventDetails({ event, text, onNarrow }: EventDetailsProps) {
  const { t } = useTranslation('audit');
  const { seq, at, actor, sessionId, address, studyInstanceUid, rule } = event;
  const facts: [string, string | undefined][] = [
    [t('facts.seq'), String(seq)],
    [t('facts.at'), at],
    [t('facts.code'), [event.event, event.type, event.action].filter(Boolean).join(' / ')],
    [t('facts.actor'), [actor.kind, actor.id].filter(Boolean).join(' / ')],
    [t('facts.session'), sessionId],
    [t('facts.study'), studyInstanceUid],
    [t('facts.rule'), rule],
    ...text.details,
  ];
  const ways: [string, Partial<AuditFilter> | undefined][] = [
    [t('ways.who'), actor.id === undefined ? undefined : { who: actor.id }],
    [t('ways.study'), studyInstanceUid === undefined ? undefined : { study: studyInstanceUid }],
    [t('ways.session'), sessionId === undefined ? undefined : { session: sessionId }],
    [t('ways.address'), address === undefined ? undefined : { address }],
  ];
  return (
    <div className={classes.details}>
      <dl>
        {facts.map(
          ([name, value], place) =>
            value !== undefined && (
              <div key={place}>
                <dt>{name}</dt>
                <dd>{value}</dd>
              </div>
            ),
        )}
      </dl>
      <div className={classes.ways}>
        {ways.map(
          ([label, change]) =>
            change && (
              <Button
                key={label}
                size="compact-xs"
                variant="default"
                onClick={() => onNarrow({ ...everything, ...change })}
              >
                {label}
              </Button>
            ),
        )}
      </div>
    </div>
  );
}
