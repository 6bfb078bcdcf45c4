import { IconColumns2, IconColumnsOff } from '@tabler/icons-react';
import { useLanguage, useTranslation } from '../../../i18n/index.ts';
import { mostPriors, type Prior, type Reader } from '../../../imaging/index.ts';
import { priorTexts } from './priorText.ts';
import { useCompare, useComparison } from './useComparison.ts';
import classes from './comparison.module.css';

export interface PriorRowsProps {
  reader: Reader;
  /** Only those that are not compared already. */
  offered?: boolean;
  onChosen?: () => void;
}

/** The patient's other studies, newest first, those worth comparing marked; a click compares, another one ends that. */
export function PriorRows({ reader, offered = false, onChosen }: PriorRowsProps) {
  const { t } = useTranslation(['comparison', 'common']);
  const { priors, priorsStatus, studies } = useComparison(reader);
  const compare = useCompare(reader);
  const current = reader.state.studies[0]?.study;
  if (current && current.patientId === undefined) return <p className={classes.quiet}>{t('noPatientId')}</p>;
  if (priorsStatus === 'failed')
    return (
      <p className={classes.quiet}>
        {t('failed')}
        <button type="button" className={classes.link} onClick={() => void reader.comparison.refreshPriors()}>
          {t('common:retry')}
        </button>
      </p>
    );
  if (!priors) return <p className={classes.quiet}>{t('loading')}</p>;
  if (priors.length === 0) return <p className={classes.quiet}>{t('none')}</p>;
  const listed = offered ? priors.filter(({ study }) => !studies.includes(study.studyInstanceUid)) : priors;
  return (
    <ul className={classes.priors} aria-label={t('others')}>
      {listed.map((prior) => {
        const uid = prior.study.studyInstanceUid;
        const compared = studies.includes(uid);
        return (
          <PriorRow
            key={uid}
            prior={prior}
            compared={compared}
            full={!compared && studies.length >= mostPriors}
            onToggle={() => {
              compare(compared ? studies.filter((one) => one !== uid) : [...studies, uid]);
              onChosen?.();
            }}
          />
        );
      })}
    </ul>
  );
}

interface PriorRowProps {
  prior: Prior;
  compared: boolean;
  full: boolean;
  onToggle: () => void;
}

function PriorRow({ prior, compared, full, onToggle }: PriorRowProps) {
  const { t } = useTranslation('comparison');
  const texts = priorTexts(prior, useLanguage());
  const details = [texts.description, texts.institution].filter(Boolean).join(' · ');
  return (
    <li>
      <button
        type="button"
        className={classes.prior}
        data-worth={prior.worth}
        aria-pressed={compared}
        disabled={full}
        title={full ? t('full', { count: mostPriors }) : compared ? t('remove') : t('compare')}
        onClick={onToggle}
      >
        <span className={classes.priorHead}>
          <b>{texts.date}</b>
          <span>{[texts.modality, texts.bodyPart].filter(Boolean).join(' · ')}</span>
          {prior.later && <em>{t('relation.later')}</em>}
          {prior.worth && <em>{t(prior.likely ? 'likely' : 'worth')}</em>}
        </span>
        {details !== '' && <span className={classes.priorDetail}>{details}</span>}
        {compared ? <IconColumnsOff size={16} aria-hidden /> : <IconColumns2 size={16} aria-hidden />}
      </button>
    </li>
  );
}
