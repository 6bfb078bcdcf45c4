import { IconChevronDown, IconChevronUp, IconEye, IconEyeOff } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from '../../../i18n/index.ts';
import {
  hasValues,
  type DrawableOverlay,
  type OverlaySettings,
  type Overlays,
  type Reader,
} from '../../../imaging/index.ts';
import { ColourBar } from './ColourBar.tsx';
import { faultText, figure, noteText } from './overlayTexts.ts';
import { useOverlays } from './useOverlays.ts';
import classes from './overlays.module.css';

const icon = { size: 14, stroke: 1.6, 'aria-hidden': true } as const;

/** What the colours over an image mean: scale and unit, segments and regions with a switch each, and what is not drawn. */
export function OverlayLegend({ reader, index }: { reader: Reader; index: number }) {
  const { t } = useTranslation('overlays');
  const overlays = useOverlays(reader);
  const [folded, setFolded] = useState(false);
  const shown = overlays.shown(index);
  if (shown.length === 0) return null;
  const hidden = overlays.areHidden(index);
  return (
    <div
      className={classes.legend}
      role="group"
      aria-label={t('legend')}
      data-testid={`overlay-legend-${index}`}
      onDoubleClick={(event) => event.stopPropagation()}
    >
      <div className={classes.head}>
        <button
          type="button"
          aria-pressed={!hidden}
          aria-label={t(hidden ? 'all' : 'noneShown')}
          title={t(hidden ? 'all' : 'noneShown')}
          onClick={() => overlays.toggleAll(index)}
        >
          {hidden ? <IconEyeOff {...icon} /> : <IconEye {...icon} />}
        </button>
        <button
          type="button"
          aria-expanded={!folded}
          aria-label={t(folded ? 'showLegend' : 'hideLegend')}
          title={t(folded ? 'showLegend' : 'hideLegend')}
          onClick={() => setFolded(!folded)}
        >
          {folded ? <IconChevronDown {...icon} /> : <IconChevronUp {...icon} />}
        </button>
      </div>
      {!folded &&
        !hidden &&
        shown.map((object) => {
          const settings = overlays.settings(object.id);
          return (
            settings && (
              <Entry key={object.id} overlays={overlays} index={index} object={object} settings={settings} />
            )
          );
        })}
    </div>
  );
}

interface EntryProps {
  overlays: Overlays;
  index: number;
  object: DrawableOverlay;
  settings: OverlaySettings;
}

function Entry({ overlays, index, object, settings }: EntryProps) {
  const { t } = useTranslation('overlays');
  const { t: planes } = useTranslation('planes');
  const slice = overlays.slice(index, object);
  const fault = overlays.fault(index, object);
  const failure = overlays.failure(object.id);
  const partial = slice?.kind === 'values' && slice.loaded.fidelity === 'partial';
  return (
    <section className={classes.entry}>
      <b title={object.label}>
        {object.modality} {object.label !== object.modality && object.label}
      </b>
      {fault && <em role="note">{t('notHere', { reason: faultText(fault, t, planes) })}</em>}
      {failure !== undefined && <em role="alert">{t('failed', { reason: failure })}</em>}
      {object.notes.map((note) => (
        <em key={note.code} role="note">
          {noteText(note, t)}
        </em>
      ))}
      {hasValues(object) && (
        <>
          <ColourBar name={settings.colourMap} />
          <span className={classes.scale}>
            <span>{figure(settings.window.lower)}</span>
            <span>
              {object.unit} {partial && `· ${t('partial')}`}
            </span>
            <span>{figure(settings.window.upper)}</span>
          </span>
        </>
      )}
      {object.parts.length > 0 && (
        <ul>
          {object.parts.map(({ number, label, colour }) => (
            <li key={number}>
              <button
                type="button"
                role="switch"
                aria-checked={!settings.hidden.has(number)}
                onClick={() => overlays.change(object.id, { hidden: toggled(settings.hidden, number) })}
              >
                <span className={classes.swatch} style={{ background: `rgb(${colour.join(' ')})` }} />
                {label}
              </button>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function toggled(hidden: ReadonlySet<number>, number: number): ReadonlySet<number> {
  const next = new Set(hidden);
  if (!next.delete(number)) next.add(number);
  return next;
}
