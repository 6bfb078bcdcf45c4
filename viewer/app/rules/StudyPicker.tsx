import { Button, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { formatDate, formatPersonName, searchStudies, type StudySummary } from '../../dicomweb/index.ts';
import { useLanguage, useTranslation } from '../../i18n/index.ts';
import list from '../administration/list.module.css';
import classes from './rules.module.css';

interface StudyPickerProps {
  study: StudySummary | undefined;
  onChange: (study: StudySummary | undefined) => void;
}

const offered = 6;
/** Also one made of a UUID: 2.25 and one number. */
const isUid = (text: string): boolean => /^[0-2](\.\d+){2,}$/.test(text);

/** A study of those that one may see, or any by its UID. */
export function StudyPicker({ study, onChange }: StudyPickerProps) {
  const { t } = useTranslation('rules');
  const language = useLanguage();
  const [text, setText] = useState('');
  const searched = text.trim();
  const { data } = useQuery({
    queryKey: ['rule-studies', searched],
    queryFn: ({ signal }) =>
      searchStudies(
        {
          ...(isUid(searched) ? { studyInstanceUid: searched } : searched !== '' && { text: searched }),
          limit: offered,
        },
        { signal },
      ),
    enabled: study === undefined,
  });
  const textOf = (one: StudySummary): string =>
    [
      formatPersonName(one.patientName, language)?.primary,
      one.patientId,
      one.modalities.join('/'),
      formatDate(one.studyDate, language),
      one.description,
      one.institution,
    ]
      .filter(Boolean)
      .join(' · ') || one.studyInstanceUid;
  if (study)
    return (
      <div>
        <span className={list.label}>{t('test.study')}</span>
        <div className={list.actions}>
          <strong data-study={study.studyInstanceUid}>{textOf(study)}</strong>
          <Button size="compact-sm" variant="default" onClick={() => onChange(undefined)}>
            {t('test.otherStudy')}
          </Button>
        </div>
      </div>
    );
  const found = data?.studies ?? [];
  return (
    <div>
      <TextInput
        size="xs"
        type="search"
        label={t('test.study')}
        placeholder={t('test.studyHint')}
        value={text}
        onChange={({ currentTarget }) => setText(currentTarget.value)}
      />
      <ul className={classes.studies}>
        {found.map((one) => (
          <li key={one.studyInstanceUid}>
            <button type="button" data-study={one.studyInstanceUid} onClick={() => onChange(one)}>
              {textOf(one)}
            </button>
          </li>
        ))}
        {data && found.length === 0 && (
          <li>
            {isUid(searched) ? (
              <button type="button" onClick={() => onChange({ studyInstanceUid: searched, modalities: [] })}>
                {searched}
              </button>
            ) : (
              <span className={list.dim}>{t('test.noStudy')}</span>
            )}
          </li>
        )}
      </ul>
    </div>
  );
}
