import { Button } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconArrowRight, IconChevronDown, IconShare2 } from '@tabler/icons-react';
import { useState } from 'react';
import { Link } from 'react-router';
import { formatAgeAtStudy, formatDateAndTime, type StudySummary } from '../../dicomweb/index.ts';
import { useLanguage, useTranslation } from '../../i18n/index.ts';
import { IconButton } from '../../ui/index.ts';
import { useMayShare, ShareDialog } from '../sharing/index.ts';
import { CopyText } from './CopyText.tsx';
import { PatientName } from './PatientName.tsx';
import classes from './Preview.module.css';
import { PriorsList } from './PriorsList.tsx';
import { SeriesStrip } from './SeriesStrip.tsx';
import { viewerAddress } from '../studiesInAddress.ts';

/** The selected study at a glance: whose it is, its series as thumbnails, the patient's other studies. */
export function Preview({ study, onHide }: { study: StudySummary; onHide: () => void }) {
  const { t } = useTranslation(['worklist', 'common', 'sharing']);
  const language = useLanguage();
  // Moving quickly through the rows does not ask for every study passed. What is not yet settled is not shown, so
  // that no thumbnails ever stand under another patient's name.
  const [settledUid] = useDebouncedValue(study.studyInstanceUid, 150);
  const settled = settledUid === study.studyInstanceUid;
  const sex = study.patientSex;
  const mayShare = useMayShare();
  const [sharing, setSharing] = useState<string>();

  return (
    <section className={classes.preview} aria-label={t('preview.label')}>
      <header className={classes.header}>
        <span className={classes.name}>
          <PatientName name={study.patientName} guessed={study.guessedCharacterSet} />
        </span>
        <span className={classes.facts}>
          {sex && <span>{sex === 'M' || sex === 'F' || sex === 'O' ? t(`common:sex.${sex}`) : sex}</span>}
          <span>{formatAgeAtStudy(study, language)}</span>
          {study.patientId !== undefined && <CopyText text={study.patientId} label={t('preview.copyId')} />}
          <span className={classes.divider} />
          <span>{formatDateAndTime(study.studyDate, study.studyTime, language)}</span>
          <span className={classes.description}>{study.description}</span>
        </span>
        <Button
          className={classes.open}
          size="compact-sm"
          variant="default"
          component={Link}
          to={viewerAddress([study.studyInstanceUid])}
          rightSection={<IconArrowRight size={16} />}
        >
          {t('preview.openStudy')}
        </Button>
        {mayShare && (
          <IconButton
            label={t('sharing:share')}
            icon={<IconShare2 size={18} stroke={1.6} aria-hidden />}
            onClick={() => setSharing(study.studyInstanceUid)}
          />
        )}
        <IconButton label={t('preview.hide')} icon={<IconChevronDown size={18} />} onClick={onHide} />
      </header>
      <div className={classes.body}>
        <SeriesStrip key={study.studyInstanceUid} studyUid={settled ? settledUid : undefined} />
        <PriorsList study={study} load={settled} />
      </div>
      {mayShare && (
        <ShareDialog
          opened={sharing === study.studyInstanceUid}
          study={study}
          onClose={() => setSharing(undefined)}
        />
      )}
    </section>
  );
}
