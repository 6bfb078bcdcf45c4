import { IconArrowBackUp, IconChevronLeft, IconChevronRight, IconPin } from '@tabler/icons-react';
import { useLanguage, useTranslation } from '../../../i18n/index.ts';
import { formatDate } from '../../../dicomweb/index.ts';
import type { Reader } from '../../../imaging/index.ts';
import { IconButton } from '../../../ui/index.ts';
import { useViewState } from '../useReader.ts';
import { isDoubtful, registrationHint, registrationKind } from './registrationText.ts';
import { useComparison } from './useComparison.ts';
import classes from './comparison.module.css';

const icon = { size: 18, stroke: 1.6, 'aria-hidden': true } as const;

/** How places of the current study are found in another one, and the reader's own word on it. */
export function RegistrationControls({ reader, index }: { reader: Reader; index: number }) {
  const { t } = useTranslation('comparison');
  const language = useLanguage();
  useComparison(reader);
  const { frame } = useViewState(reader, index);
  const { comparison } = reader;
  const { currentIndex } = comparison;
  const current = useViewState(reader, currentIndex).frame;
  if (!frame?.plane || !current?.plane) return null;
  const found = comparison.registration(currentIndex, index);
  const progress = comparison.progress(currentIndex, index);
  const kind = registrationKind(found, progress);
  const told = registrationHint(kind, progress);
  const reasons = (progress.found?.reasons ?? found?.reasons ?? [])
    .map((one) => t(`reasons.${one}`))
    .join(language.startsWith('zh') ? '、' : ', ');
  const reason = progress.fault?.code === 'no-volume' ? t('hint.noVolume') : (progress.fault?.message ?? '');
  const hint = told ? t(`hint.${told}`, { reasons, reason }) : '';
  const doubtful = isDoubtful(kind);
  const uid = frame.studyInstanceUid;
  const study = reader.state.studies.find((one) => one.studyInstanceUid === uid)?.study;
  return (
    <div className={classes.registration} role="group" aria-label={t('registration.label')}>
      <span className={classes.status} data-doubtful={doubtful} title={hint} role="status">
        <span>{formatDate(study?.studyDate, language)}</span> <b>{t(`registration.${kind}`)}</b>
        {(doubtful || kind === 'manual') && <span className={classes.hint}>{hint}</span>}
      </span>
      {kind === 'poor' && !progress.accepted && (
        <button
          type="button"
          className={classes.link}
          title={t('accept')}
          onClick={() => comparison.accept(index)}
        >
          {t('acceptShort')}
        </button>
      )}
      <IconButton
        label={t('shiftBack')}
        icon={<IconChevronLeft {...icon} />}
        onClick={() => comparison.shift(index, { slices: -1 })}
      />
      <IconButton
        label={t('shiftOn')}
        icon={<IconChevronRight {...icon} />}
        onClick={() => comparison.shift(index, { slices: 1 })}
      />
      <button
        type="button"
        className={classes.link}
        title={t('linkHere')}
        onClick={() => comparison.linkHere(index)}
      >
        <IconPin size={16} aria-hidden /> {t('linkHereShort')}
      </button>
      {kind === 'manual' && (
        <IconButton
          label={t('resetLink')}
          icon={<IconArrowBackUp {...icon} />}
          onClick={() => comparison.resetLink(index)}
        />
      )}
    </div>
  );
}
