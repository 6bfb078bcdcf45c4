import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useLanguage, useTranslation } from '../../i18n/index.ts';
import type { Emergency } from '../../identity/index.ts';
import list from '../administration/list.module.css';

interface ReviewCellProps {
  emergency: Emergency;
  onReview: (note: string) => Promise<void>;
}

/** Who has reviewed it, or the way to do so. */
export function ReviewCell({ emergency, onReview }: ReviewCellProps) {
  const { t } = useTranslation('emergency');
  const language = useLanguage();
  const [note, setNote] = useState('');
  const { reviewer, reviewedAt, reviewNote } = emergency;
  if (reviewer !== null && reviewedAt !== null) {
    const time = new Intl.DateTimeFormat(language, { dateStyle: 'short', timeStyle: 'short' });
    return (
      <>
        {t('review.reviewed', { name: reviewer, at: time.format(new Date(reviewedAt)) })}
        {reviewNote !== null && <small>{reviewNote}</small>}
      </>
    );
  }
  return (
    <div className={list.enter}>
      <TextInput
        size="xs"
        aria-label={t('review.note')}
        placeholder={t('review.note')}
        maxLength={1000}
        value={note}
        onChange={({ currentTarget }) => setNote(currentTarget.value)}
      />
      <Button size="xs" onClick={() => void onReview(note)}>
        {t('review.confirm')}
      </Button>
    </div>
  );
}
