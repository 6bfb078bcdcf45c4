import { Loader } from '@mantine/core';
import { IconPrinter } from '@tabler/icons-react';
import { useEffect, useMemo, useRef, useState } from 'react';
import {
  fetchBulkData,
  formatDateAndTime,
  formatDateTime,
  formatPersonName,
  name,
  string,
} from '../../../../dicomweb/index.ts';
import { useLanguage, useTranslation } from '../../../../i18n/index.ts';
import {
  channelValues,
  gainsMmPerMillivolt,
  layOut,
  speedsMmPerSecond,
  waveformAnnotations,
  waveformGroups,
  type SheetColumns,
  type WaveformGroup,
} from '../../../../imaging/index.ts';
import { IconButton } from '../../../../ui/index.ts';
import { ObjectFault } from '../ObjectFault.tsx';
import type { ObjectPaneProps } from '../objectPaneProps.ts';
import { printElement } from '../printElement.ts';
import { useLoaded } from '../useLoaded.ts';
import { Annotations } from './Annotations.tsx';
import { groupFacts } from './groupFacts.ts';
import { WaveformSheet, type Span } from './WaveformSheet.tsx';
import pane from '../ObjectPane.module.css';
import classes from './WaveformPane.module.css';

/** Waveforms drawn to scale: a group of channels, on paper as recorders have it. */
export function WaveformPane(props: ObjectPaneProps) {
  const { object } = props;
  const { t } = useTranslation('objects');
  const groups = useMemo(() => waveformGroups(object.instances[0]), [object]);
  const [chosen, setChosen] = useState(() =>
    Math.max(
      0,
      groups.findIndex((one) => typeof one !== 'string'),
    ),
  );
  const group = groups[chosen];
  if (group === undefined || typeof group === 'string')
    return <ObjectFault object={object} reason={group ?? 'Waveform Sequence (5400,0100) is empty'} />;
  const choose = groups.length > 1 && (
    <label>
      {t('waveform.group')}
      <select value={chosen} onChange={({ target }) => setChosen(Number(target.value))}>
        {groups.map((one, i) => (
          <option key={i} value={i} disabled={typeof one === 'string'}>
            {(typeof one !== 'string' && one.label) || t('waveform.groupName', { number: i + 1 })}
          </option>
        ))}
      </select>
    </label>
  );
  return <Group key={chosen} {...props} group={group} choose={choose} />;
}

const formatNames = { 1: 'one', 2: 'two', 4: 'four' } as const satisfies Record<SheetColumns, string>;

type GroupProps = ObjectPaneProps & { group: WaveformGroup; choose: React.ReactNode };

function Group(props: GroupProps) {
  const { object, group } = props;
  const loaded = useLoaded(group, async (signal) => {
    const { data } = group;
    const bytes =
      'uri' in data
        ? (await fetchBulkData(data.uri, { signal })).buffer
        : Uint8Array.from(atob(data.inline), (one) => one.charCodeAt(0)).buffer;
    const needed = (group.samplesPerChannel * group.channels.length * group.bitsAllocated) / 8;
    return { values: channelValues(group, bytes), cut: bytes.byteLength < needed };
  });
  if (loaded.status === 'loading')
    return (
      <div className={pane.waiting}>
        <Loader size="sm" />
      </div>
    );
  if (loaded.status === 'failed') return <ObjectFault object={object} reason={loaded.reason} />;
  return <Drawn {...props} {...loaded.value} />;
}

function Drawn(props: GroupProps & { values: Float64Array[]; cut: boolean }) {
  const { reader, index, object, group, choose, values, cut } = props;
  const { t } = useTranslation('objects');
  const language = useLanguage();
  const [mmPerSecond, setSpeed] = useState<number>(25);
  const [mmPerMillivolt, setGain] = useState<number>(10);
  const [columns, setColumns] = useState<SheetColumns>(1);
  const [span, setSpan] = useState<Span>();
  const body = useRef<HTMLDivElement>(null);
  const paper = useRef<HTMLDivElement>(null);
  const annotations = useMemo(() => waveformAnnotations(object.instances[0]), [object]);
  const sheet = useMemo(
    () => layOut(group, values, { columns, mmPerSecond, mmPerMillivolt }),
    [group, values, columns, mmPerSecond, mmPerMillivolt],
  );
  useEffect(() => {
    reader.objects.furnish(index, object, {
      controls: {
        step: (by) => body.current?.scrollBy({ top: by * 80 }),
        toEnd: (end) => body.current?.scrollTo({ left: end === 'first' ? 0 : body.current.scrollWidth }),
        reset: () => setSpan(undefined),
      },
      details: {
        kind: 'waveform',
        label: group.label,
        channels: group.channels.map(({ label }) => label),
        samplingHz: group.samplingHz,
        seconds: group.samplesPerChannel / group.samplingHz,
        mmPerSecond,
        mmPerMillivolt: sheet.mmPerMillivolt ?? null,
        calipers: span ? { seconds: span.seconds, amplitude: span.amplitude ?? null, unit: span.unit } : null,
      },
    });
  }, [reader, index, object, group, mmPerSecond, sheet, span]);
  const many = group.channels.length >= 4;
  return (
    <>
      <div className={pane.tools}>
        {choose}
        <label>
          {t('waveform.speed')}
          <select value={mmPerSecond} onChange={({ target }) => setSpeed(Number(target.value))}>
            {speedsMmPerSecond.map((speed) => (
              <option key={speed} value={speed}>
                {speed} mm/s
              </option>
            ))}
          </select>
        </label>
        {sheet.mmPerMillivolt !== undefined && (
          <label>
            {t('waveform.gain')}
            <select value={mmPerMillivolt} onChange={({ target }) => setGain(Number(target.value))}>
              {gainsMmPerMillivolt.map((gain) => (
                <option key={gain} value={gain}>
                  {gain} mm/mV
                </option>
              ))}
            </select>
          </label>
        )}
        {many && (
          <label>
            {t('waveform.format')}
            <select
              value={columns}
              onChange={({ target }) => setColumns(Number(target.value) as SheetColumns)}
            >
              {([1, 2, 4] as const).map((count) => (
                <option key={count} value={count}>
                  {t(`waveform.formats.${formatNames[count]}`, {
                    count: Math.ceil(group.channels.length / count),
                  })}
                </option>
              ))}
            </select>
          </label>
        )}
        <IconButton
          label={t('print')}
          icon={<IconPrinter size={18} stroke={1.6} aria-hidden />}
          onClick={() => paper.current && void printElement(paper.current, group.label)}
        />
        <span className={classes.calipers} role="status">
          {span ? spanText(span) : t('waveform.calipers')}
        </span>
      </div>
      <div ref={body} className={`${pane.body} ${classes.desk}`} tabIndex={0}>
        <div ref={paper} className={classes.paper} style={{ width: `${sheet.widthMm}mm` }}>
          <WaveformSheet group={group} values={values} sheet={sheet} span={span} onSpan={setSpan} />
          <p className={classes.facts}>
            {[
              identity(),
              sheet.mmPerMillivolt === undefined
                ? t('waveform.scaleSpeed', { speed: mmPerSecond })
                : t('waveform.scale', { speed: mmPerSecond, gain: sheet.mmPerMillivolt }),
              ...groupFacts(group, sheet, t),
              cut && t('waveform.cut'),
            ]
              .filter(Boolean)
              .join('  ·  ')}
          </p>
        </div>
        <p className={classes.note}>{t('waveform.screen')}</p>
        <Annotations annotations={annotations} />
      </div>
    </>
  );

  /** On the sheet itself: it may be printed and lie on a desk. */
  function identity(): string {
    const [instance] = object.instances;
    return [
      formatPersonName(name(instance, 'PatientName'), language)?.primary,
      string(instance, 'PatientID'),
      // Acquisition DateTime, else that of the study.
      formatDateTime(string(instance, '0008002A'), language) ||
        formatDateAndTime(string(instance, 'StudyDate'), string(instance, 'StudyTime'), language),
    ]
      .filter(Boolean)
      .join('  ');
  }

  function spanText({ seconds, amplitude, unit }: Span): string {
    const ms = Math.round(seconds * 1000);
    return [
      t('waveform.interval', { ms }),
      seconds > 0.2 && t('waveform.rate', { rate: Math.round(60 / seconds) }),
      amplitude !== undefined && t('waveform.amplitude', { value: Number(amplitude.toPrecision(3)), unit }),
    ]
      .filter(Boolean)
      .join('   ');
  }
}
