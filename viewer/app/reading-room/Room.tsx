import { useEffect, useMemo, useState } from 'react';
import { Link } from 'react-router';
import { formatPersonName } from '../../dicomweb/index.ts';
import { useLanguage, useTranslation } from '../../i18n/index.ts';
import type { Reader } from '../../imaging/index.ts';
import { AppHeader, LanguageSwitch } from '../../ui/index.ts';
import { hasWorklist, PersonMenu } from '../session/index.ts';
import { EmergencyBanner } from '../emergency/EmergencyBanner.tsx';
import { preferences, SettingsDialog, usePreferences } from '../settings/index.ts';
import { useOpeningArrangement } from './arrangement/index.ts';
import { ComparisonBar } from './comparison/index.ts';
import { EngineFault } from './EngineFault.tsx';
import { FollowUpList } from './followUp/index.ts';
import { keyActions } from './keyActions.ts';
import { KeysDialog } from './KeysDialog.tsx';
import { MeasurementsPanel, useMeasurementKeys } from './measurements/index.ts';
import { PatientBar } from './PatientBar.tsx';
import { PhoneBar } from './phone/index.ts';
import { ReportPanel, ReportSheet } from './reportPanel/index.ts';
import { roomCommands } from './roomCommands.ts';
import { RoomFault } from './RoomFault.tsx';
import { RoomNotice, useRoomNotice } from './RoomNotice.tsx';
import { SavingNotice, useLeaveWarning, useSave } from './saving/index.ts';
import { SeriesPanel } from './SeriesPanel.tsx';
import { Toolbar } from './Toolbar.tsx';
import { useCompact } from './useCompact.ts';
import { useReaderState } from './useReader.ts';
import { useRoomKeys } from './useRoomKeys.ts';
import { useRoomPreferences } from './useRoomPreferences.ts';
import { ViewportGrid } from './ViewportGrid.tsx';
import { useToggleVolume3d } from './volume3d/index.ts';
import classes from './Room.module.css';

/** The furniture around the images: header, tools, series, measurements; on a small screen a bar and sheets instead. */
export function Room({ reader }: { reader: Reader }) {
  const { t } = useTranslation(['readingRoom', 'common', 'overlays']);
  const language = useLanguage();
  const compact = useCompact();
  const state = useReaderState(reader);
  const { keys, overlayText } = usePreferences();
  const { say, notice } = useRoomNotice();
  const [dialog, setDialog] = useState<'keys' | 'settings'>();
  const save = useSave(reader);
  const onLeave = useLeaveWarning(reader);
  const toggleVolume3d = useToggleVolume3d(reader, say);
  const commands = useMemo(() => roomCommands(reader, preferences()), [reader]);
  const actions = useMemo(
    () =>
      keyActions(reader, commands, {
        showKeys: () => setDialog('keys'),
        showSettings: () => setDialog('settings'),
        save,
        toggleVolume3d,
        sayNoFusion: () => say(t('overlays:noFusion')),
      }),
    [commands, reader, save, say, t, toggleVolume3d],
  );
  useRoomKeys(actions, keys);
  useMeasurementKeys(reader.measurements);
  useRoomPreferences(reader);
  useOpeningArrangement(reader, say);
  const current = state.studies[0];
  const patient = formatPersonName(current?.study?.patientName, language)?.primary;
  useEffect(() => {
    document.title = [patient, t('title'), t('common:product')].filter(Boolean).join(' · ');
  }, [patient, t]);
  const nothingToShow = current?.status === 'ready' && current.series.length === 0;
  const tools = { reader, commands, actions, say };
  return (
    <div className={classes.room} data-compact={compact} data-overlay-text={overlayText}>
      <EmergencyBanner studies={state.studies.map(({ studyInstanceUid }) => studyInstanceUid)} />
      <AppHeader
        name={t('common:product')}
        renderHome={(brand) =>
          hasWorklist() ? (
            <Link to="/" onClick={onLeave} aria-label={t('toWorklist')} title={t('toWorklist')}>
              {brand}
            </Link>
          ) : (
            brand
          )
        }
        end={
          !compact && (
            <>
              <LanguageSwitch />
              <PersonMenu tight />
            </>
          )
        }
      >
        <PatientBar study={current} />
        {!compact && (
          <div className={classes.tools}>
            <Toolbar {...tools} />
          </div>
        )}
      </AppHeader>
      {!compact && <SeriesPanel reader={reader} />}
      <main className={classes.main} aria-label={t('viewports')}>
        {current?.status === 'failed' && current.error ? (
          <RoomFault reader={reader} fault={current.error} />
        ) : nothingToShow ? (
          <RoomFault reader={reader} fault="no-images" />
        ) : (
          <ViewportGrid reader={reader} />
        )}
        {!compact && <ComparisonBar reader={reader} />}
        <SavingNotice reader={reader} />
        <RoomNotice text={notice} />
        <EngineFault state={state} />
      </main>
      {compact ? (
        <>
          <PhoneBar {...tools} />
          <ReportSheet reader={reader} />
        </>
      ) : (
        <>
          <ReportPanel reader={reader} />
          <MeasurementsPanel reader={reader}>
            <FollowUpList reader={reader} />
          </MeasurementsPanel>
        </>
      )}
      <KeysDialog
        opened={dialog === 'keys'}
        onClose={() => setDialog(undefined)}
        onChange={() => setDialog('settings')}
      />
      <SettingsDialog opened={dialog === 'settings'} onClose={() => setDialog(undefined)} />
    </div>
  );
}
