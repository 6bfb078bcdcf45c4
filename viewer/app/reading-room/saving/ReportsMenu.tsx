import { IconReport } from '@tabler/icons-react';
import { formatDate } from '../../../dicomweb/index.ts';
import { useLanguage, useTranslation } from '../../../i18n/index.ts';
import type { ListedReport, PresentationState, Reader } from '../../../imaging/index.ts';
import { Dropdown, IconButton } from '../../../ui/index.ts';
import { Choices } from '../Choices.tsx';
import { icon } from '../toolbar/icon.ts';
import { exportCsv } from './exportCsv.ts';
import { exportPicture } from './exportPicture.ts';
import { showKeyImage } from './showKeyImage.ts';
import { useKeyImages, useReports } from './useReports.ts';
import classes from './ReportsMenu.module.css';

/** Exports, key images, annotations of presentation states, and what the study's reports say. */
export function ReportsMenu({ reader }: { reader: Reader }) {
  const { t } = useTranslation('saving');
  return (
    <Dropdown
      label={t('menu')}
      renderTarget={(target) => (
        <IconButton size="lg" label={t('menu')} icon={<IconReport {...icon} />} {...target} />
      )}
    >
      {(close) => <Contents reader={reader} close={close} />}
    </Dropdown>
  );
}

function Contents({ reader, close }: { reader: Reader; close: () => void }) {
  const { t } = useTranslation(['saving', 'measurements']);
  const language = useLanguage();
  const { reports, presentationStates, shownState } = useReports(reader);
  const keyImages = useKeyImages(reader);
  return (
    <div className={classes.menu}>
      <Choices
        title={t('export.title')}
        close={close}
        choices={[
          {
            text: t('export.csv'),
            choose: () => exportCsv(reader, t, language),
            disabled: reader.measurements.state.measurements.length === 0,
          },
          {
            text: t('export.picture'),
            choose: () => void exportPicture(reader.state.selected, t('export.notForDiagnosis')),
          },
        ]}
      />
      {keyImages.length > 0 && (
        <Choices
          title={t('keyImages.title')}
          close={close}
          choices={keyImages.map((image, index) => ({
            text: t('keyImages.item', { number: index + 1 }),
            detail: image.foreign ? t('ofOthers') : '',
            choose: () => void showKeyImage(reader, image).catch(() => undefined),
          }))}
        />
      )}
      {presentationStates.length > 0 && (
        <Choices
          title={t('states.title')}
          close={close}
          choices={presentationStates.map((state, index) => ({
            text: `${index + 1}. ${state.label || state.description || t('states.unnamed')}`,
            detail: [state.label && state.description, formatDate(state.created, language)]
              .filter(Boolean)
              .join(' '),
            chosen: state === shownState,
            choose: () => reader.reports.showState(state === shownState ? undefined : state.sopInstanceUid),
          }))}
          {...(shownState && { note: stateNote(shownState) })}
        />
      )}
      {reports.map((report) => (
        <Report key={report.document.reference.sopInstanceUid} report={report} />
      ))}
    </div>
  );

  function stateNote({ notApplied }: PresentationState): string {
    if (notApplied.length === 0) return '';
    return t('states.notApplied', { what: notApplied.map((one) => t(`states.${one}`)).join(', ') });
  }
}

function Report({ report: { document, own, measurements, entries } }: { report: ListedReport }) {
  const { t } = useTranslation('saving');
  const language = useLanguage();
  const title = document.seriesDescription || document.title;
  return (
    <section className={classes.report}>
      <h3>
        {title}{' '}
        <small>
          {[
            own ? t('own') : [document.manufacturer, document.author].filter(Boolean).join(' · '),
            formatDate(document.contentDate, language),
            t('report.measurements', { count: measurements.length }),
          ]
            .filter(Boolean)
            .join('  ')}
        </small>
      </h3>
      {!own && entries.length > 0 && (
        <dl>
          {entries.map(({ heading, name, value }, index) => (
            <div key={index} title={heading}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      )}
    </section>
  );
}
