import { Button } from '@mantine/core';
import { useEffect, useMemo, useState } from 'react';
import { Link, useLocation, useNavigate } from 'react-router';
import { formatPersonName } from '../../dicomweb/index.ts';
import { useLanguage, useTranslation } from '../../i18n/index.ts';
import { chooseSeries, type Imaging, type Opening, type Reader } from '../../imaging/index.ts';
import { AppHeader, LanguageSwitch, Message } from '../../ui/index.ts';
import { publishAutomation } from '../automation/index.ts';
import { preferences, usePreferences } from '../settings/index.ts';
import { studiesInAddress, viewerAddress } from '../studiesInAddress.ts';
import { EngineFault } from './EngineFault.tsx';
import { keyActions } from './keyActions.ts';
import { KeysDialog } from './KeysDialog.tsx';
import { MeasurementsPanel } from './measurements/index.ts';
import { enterRoom, leaveRoom } from './openRooms.ts';
import { PatientBar } from './PatientBar.tsx';
import { roomCommands } from './roomCommands.ts';
import { RoomFault } from './RoomFault.tsx';
import { SavingNotice, useLeaveWarning, useSave } from './saving/index.ts';
import { SeriesPanel } from './SeriesPanel.tsx';
import { Toolbar } from './Toolbar.tsx';
import { useReaderState } from './useReader.ts';
import { useRoomKeys } from './useRoomKeys.ts';
import { useRoomPreferences } from './useRoomPreferences.ts';
import { ViewportGrid } from './ViewportGrid.tsx';
import classes from './ReadingRoomPage.module.css';

export interface ReadingRoomPageProps {
  imaging: Imaging;
  /** The opening that the page's first script began, for the study in the address. */
  opening: Opening | undefined;
}

/** `/viewer?StudyInstanceUIDs=…`: reads the studies named in the address. */
export function ReadingRoomPage({ imaging, opening }: ReadingRoomPageProps) {
  const { t } = useTranslation(['readingRoom', 'common']);
  const wanted = studiesInAddress(useLocation()).join(',');
  if (wanted !== '') return <Reading key={wanted} imaging={imaging} opening={opening} wanted={wanted} />;
  return (
    <Message
      kind="error"
      title={t('errors.noStudy')}
      actions={
        <Button component={Link} to="/" variant="default">
          {t('toWorklist')}
        </Button>
      }
    >
      {t('errors.noStudyDetail')}
    </Message>
  );
}

/** One reading room per list of studies; leaving it gives back what it holds. */
function Reading({ imaging, opening, wanted }: ReadingRoomPageProps & { wanted: string }) {
  const navigate = useNavigate();
  const reader = useMemo(() => enterRoom(imaging, opening, wanted), [imaging, opening, wanted]);
  useEffect(() => () => leaveRoom(wanted), [wanted]);
  useEffect(
    () => publishAutomation(reader, (studies) => navigate(viewerAddress(studies))),
    [reader, navigate],
  );
  return <Room reader={reader} />;
}

function Room({ reader }: { reader: Reader }) {
  const { t } = useTranslation(['readingRoom', 'common']);
  const language = useLanguage();
  const state = useReaderState(reader);
  const { keys } = usePreferences();
  const [dialog, setDialog] = useState<'keys' | 'settings'>();
  const save = useSave(reader);
  useLeaveWarning(reader);
  const commands = useMemo(() => roomCommands(reader, preferences()), [reader]);
  const actions = useMemo(
    () =>
      keyActions(reader, commands, {
        showKeys: () => setDialog('keys'),
        showSettings: () => setDialog('settings'),
        save,
      }),
    [commands, reader, save],
  );
  useRoomKeys(actions, keys);
  useRoomPreferences(reader);
  const current = state.studies[0];
  const patient = formatPersonName(current?.study?.patientName, language)?.primary;
  useEffect(() => {
    document.title = [patient, t('title'), t('common:product')].filter(Boolean).join(' · ');
  }, [patient, t]);
  const nothingToShow = current?.status === 'ready' && !chooseSeries(current.series);
  return (
    <div className={classes.room}>
      <AppHeader
        name={t('common:product')}
        renderHome={(brand) => (
          <Link to="/" aria-label={t('toWorklist')} title={t('toWorklist')}>
            {brand}
          </Link>
        )}
        end={<LanguageSwitch />}
      >
        <PatientBar study={current} />
        <div className={classes.headTools}>
          <Toolbar reader={reader} commands={commands} actions={actions} />
        </div>
      </AppHeader>
      <SeriesPanel reader={reader} />
      <main className={classes.main} aria-label={t('viewports')}>
        {current?.status === 'failed' && current.error ? (
          <RoomFault reader={reader} fault={current.error} />
        ) : nothingToShow ? (
          <RoomFault reader={reader} fault="no-images" />
        ) : (
          <ViewportGrid reader={reader} />
        )}
        <SavingNotice reader={reader} />
        <EngineFault state={state} />
      </main>
      <MeasurementsPanel reader={reader} />
      <footer className={classes.footTools}>
        <Toolbar reader={reader} commands={commands} actions={actions} />
      </footer>
      <KeysDialog
        opened={dialog === 'keys'}
        onClose={() => setDialog(undefined)}
        onChange={() => setDialog('settings')}
      />
    </div>
  );
}
