import { useCallback, useEffect, useRef } from 'react';
import { useTranslation } from '../../../i18n/index.ts';
import {
  applyProtocol,
  builtInProtocols,
  fittingProtocols,
  showsImages,
  type HangingProtocol,
  type Reader,
} from '../../../imaging/index.ts';
import { preferences } from '../../settings/index.ts';
import { useReaderState, useViewValue } from '../useReader.ts';

/** A protocol's name: its own, or its text in the reader's language. */
export function useProtocolName(): (protocol: HangingProtocol) => string {
  const { t } = useTranslation('roomTools');
  return ({ id, name }) => name ?? t(`hanging.builtIn.${id as 'ct-chest'}`);
}

/** Applies a protocol to the current study and says how it went. */
export function useApplyProtocol(
  reader: Reader,
  say: (text: string) => void,
): (protocol: HangingProtocol) => Promise<void> {
  const { t } = useTranslation('roomTools');
  const nameOf = useProtocolName();
  return async (protocol) => {
    const name = nameOf(protocol);
    const study = reader.state.studies[0];
    if (!study) return;
    try {
      const { empty } = await applyProtocol(reader, protocol, study.studyInstanceUid);
      say(
        empty.length === 0
          ? t('hanging.applied', { name })
          : t('hanging.partly', { name, count: empty.length }),
      );
    } catch (error) {
      say(t('hanging.failed', { name, reason: error instanceof Error ? error.message : String(error) }));
    }
  };
}

/**
 * Lays out a study that has been opened, once its first image stands: by the protocol that applies by itself, else with the
 * layout the reader has for the modality. Whoever has arranged something already is not disturbed.
 */
export function useOpeningArrangement(reader: Reader, say: (text: string) => void): void {
  const { engine, studies, layout } = useReaderState(reader);
  const hasFrame = useViewValue(reader, 0, ({ frame }) => frame !== undefined);
  const apply = useRef(useApplyProtocol(reader, say));
  const done = useRef(false);
  const study = studies[0];
  const ready = (engine === 'gpu' || engine === 'cpu') && study?.status === 'ready' && hasFrame;
  const untouched = layout.rows * layout.columns === 1;
  const arrange = useCallback(() => {
    const { hangingProtocols, automaticProtocols, layouts } = preferences().data;
    const series = (reader.state.studies[0]?.series ?? []).filter(showsImages);
    const description = reader.state.studies[0]?.study?.description;
    const automatic = fittingProtocols([...hangingProtocols, ...builtInProtocols], {
      description,
      series,
    }).find((protocol) => automaticProtocols[protocol.id] ?? protocol.automatic);
    if (automatic) return void apply.current(automatic);
    const wanted = layouts[reader.viewState(0).frame?.modality ?? ''];
    if (!wanted) return;
    reader.setLayout(wanted);
    const first = reader.state.shown.get(0)?.seriesInstanceUid;
    const others = series.filter(({ seriesInstanceUid }) => seriesInstanceUid !== first);
    for (const [place, one] of others.slice(0, reader.viewportCount - 1).entries())
      reader.show(place + 1, one.seriesInstanceUid).catch(() => undefined);
  }, [reader]);
  useEffect(() => {
    if (!ready || done.current) return;
    done.current = true;
    if (untouched) arrange();
  }, [ready, untouched, arrange]);
}
