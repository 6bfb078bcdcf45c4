import { IconStack2 } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useTranslation } from '../../../i18n/index.ts';
import type { OverlayObject, Overlays, Reader } from '../../../imaging/index.ts';
import { Dropdown, IconButton } from '../../../ui/index.ts';
import { icon } from '../toolbar/icon.ts';
import { useReaderState, useViewState, useViewValue } from '../useReader.ts';
import { OverlayControls } from './OverlayControls.tsx';
import { faultText, noteText } from './overlayTexts.ts';
import { useOverlays, useOverlaysOn } from './useOverlays.ts';
import classes from './overlays.module.css';

/** What of the studies can be laid over the image of the selected viewport, and how that is drawn. */
export function OverlayMenu({ reader }: { reader: Reader }) {
  const { t } = useTranslation('overlays');
  const { selected } = useReaderState(reader);
  const hasFrame = useViewValue(reader, selected, ({ frame }) => frame !== undefined);
  const isOn = useOverlaysOn(reader, selected);
  return (
    <Dropdown
      label={t('menu')}
      renderTarget={(target) => (
        <IconButton
          size="lg"
          label={t('menu')}
          icon={<IconStack2 {...icon} />}
          active={isOn}
          disabled={!hasFrame}
          {...target}
        />
      )}
    >
      {() => <OverlayChoices reader={reader} index={selected} />}
    </Dropdown>
  );
}

/** A switch for each overlay; below one that is on, how it is drawn. One that cannot be says why. */
export function OverlayChoices({ reader, index }: { reader: Reader; index: number }) {
  const { t } = useTranslation('overlays');
  const overlays = useOverlays(reader);
  const [reading, setReading] = useState(true);
  const { frame } = useViewState(reader, index);
  useEffect(() => {
    let gone = false;
    void overlays.read().then(() => !gone && setReading(false));
    return () => void (gone = true);
  }, [overlays]);
  const others = overlays.objects.filter(
    ({ seriesInstanceUid, studyInstanceUid }) =>
      seriesInstanceUid !== frame?.seriesInstanceUid && studyInstanceUid === frame?.studyInstanceUid,
  );
  const isDocument = ({ sopInstanceUid }: OverlayObject): boolean => sopInstanceUid !== undefined;
  const groups = [
    { title: t('images'), objects: others.filter((one) => !isDocument(one)) },
    { title: t('documents'), objects: others.filter(isDocument) },
  ].filter(({ objects }) => objects.length > 0);
  return (
    <div className={classes.menu}>
      {reading && groups.length === 0 && <p role="status">{t('reading')}</p>}
      {!reading && groups.length === 0 && <p role="note">{t('none')}</p>}
      {reader.viewportCount > 1 && groups.length > 0 && <small>{t('over', { number: index + 1 })}</small>}
      {groups.map(({ title, objects }) => (
        <section key={title} aria-label={title}>
          <h3>{title}</h3>
          {objects.map((object) => (
            <OverlayChoice key={object.id} overlays={overlays} index={index} object={object} />
          ))}
        </section>
      ))}
    </div>
  );
}

function OverlayChoice(props: { overlays: Overlays; index: number; object: OverlayObject }) {
  const { overlays, index, object } = props;
  const { t } = useTranslation('overlays');
  const { t: planes } = useTranslation('planes');
  const [problem, setProblem] = useState<string>();
  const on = overlays.isShown(index, object.id);
  const fault = overlays.fault(index, object);
  const settings = overlays.settings(object.id);
  const toggle = (): void => {
    setProblem(undefined);
    if (on) overlays.hide(index, object.id);
    else
      overlays
        .show(index, object.id)
        .catch((error: unknown) => setProblem(error instanceof Error ? error.message : String(error)));
  };
  return (
    <div className={classes.choice}>
      <label>
        <input
          type="checkbox"
          role="switch"
          checked={on}
          disabled={!on && fault !== undefined}
          onChange={toggle}
        />
        <span>
          {object.modality} {object.label !== object.modality && object.label}
        </span>
      </label>
      {fault && <small role="note">{faultText(fault, t, planes)}</small>}
      {problem !== undefined && <small role="alert">{t('failed', { reason: problem })}</small>}
      {on && object.notes.map((note) => <small key={note.code}>{noteText(note, t)}</small>)}
      {on && settings && object.kind !== 'unusable' && (
        <OverlayControls overlays={overlays} object={object} settings={settings} />
      )}
    </div>
  );
}
