import { NumberInput, Slider } from '@mantine/core';
import '@mantine/core/styles/NumberInput.layer.css';
import '@mantine/core/styles/Slider.layer.css';
import { useTranslation } from '../../../i18n/index.ts';
import {
  colourMapNames,
  hasValues,
  type DrawableOverlay,
  type OverlaySettings,
  type Overlays,
} from '../../../imaging/index.ts';
import { ColourBar } from './ColourBar.tsx';
import classes from './overlays.module.css';

interface ControlsProps {
  overlays: Overlays;
  object: DrawableOverlay;
  settings: OverlaySettings;
}

/** How an overlay that is on is drawn: opacity; colours and range, or outline and filling. */
export function OverlayControls({ overlays, object, settings }: ControlsProps) {
  const { t } = useTranslation('overlays');
  const change = (wanted: Partial<OverlaySettings>): void => overlays.change(object.id, wanted);
  const opacity = t('opacity', { percent: Math.round(settings.opacity * 100) });
  return (
    <div className={classes.controls}>
      <div className={classes.slider}>
        <span>{opacity}</span>
        <Slider
          size="sm"
          thumbLabel={opacity}
          min={0}
          max={1}
          step={0.05}
          label={null}
          value={settings.opacity}
          onChange={(value) => change({ opacity: value })}
        />
      </div>
      {hasValues(object) ? (
        <ValueControls unit={object.unit} settings={settings} change={change} />
      ) : (
        <PartControls object={object} settings={settings} change={change} />
      )}
    </div>
  );
}

interface PartProps {
  settings: OverlaySettings;
  change: (wanted: Partial<OverlaySettings>) => void;
}

function ValueControls({ unit, settings, change }: PartProps & { unit: string }) {
  const { t } = useTranslation('overlays');
  const { window, threshold, colourMap } = settings;
  return (
    <>
      <div className={classes.maps} role="radiogroup" aria-label={t('colourMap')}>
        {colourMapNames.map((name) => (
          <button
            key={name}
            type="button"
            role="radio"
            aria-checked={name === colourMap}
            onClick={() => change({ colourMap: name })}
          >
            <ColourBar name={name} />
            {t(`colourMaps.${name}`)}
          </button>
        ))}
      </div>
      <div className={classes.range}>
        <Figure
          label={t('lower')}
          unit={unit}
          value={window.lower}
          onChange={(lower) => lower < window.upper && change({ window: { ...window, lower } })}
        />
        <Figure
          label={t('upper')}
          unit={unit}
          value={window.upper}
          onChange={(upper) => upper > window.lower && change({ window: { ...window, upper } })}
        />
        <Figure
          label={t('threshold')}
          unit={unit}
          value={threshold}
          onChange={(value) => change({ threshold: value })}
          onEmpty={() => change({ threshold: undefined })}
        />
      </div>
    </>
  );
}

interface FigureProps {
  label: string;
  unit: string;
  value: number | undefined;
  onChange: (value: number) => void;
  onEmpty?: () => void;
}

function Figure({ label, unit, value, onChange, onEmpty }: FigureProps) {
  return (
    <label>
      <span>
        {label} {unit && `(${unit})`}
      </span>
      <NumberInput
        size="xs"
        value={value === undefined ? '' : Number(value.toPrecision(6))}
        step={Math.abs(value ?? 1) > 50 ? 10 : 0.5}
        onChange={(entered) => (typeof entered === 'number' ? onChange(entered) : onEmpty?.())}
      />
    </label>
  );
}

function PartControls({ object, settings, change }: PartProps & { object: DrawableOverlay }) {
  const { t } = useTranslation('overlays');
  const { outline, fill, hidden } = settings;
  return (
    <div className={classes.switches}>
      <label>
        <input type="checkbox" checked={outline} onChange={() => change({ outline: !outline })} />
        {t('outline')}
      </label>
      <label>
        <input type="checkbox" checked={fill} onChange={() => change({ fill: !fill })} />
        {t('fill')}
      </label>
      <button type="button" disabled={hidden.size === 0} onClick={() => change({ hidden: new Set() })}>
        {t('all')}
      </button>
      <button
        type="button"
        disabled={object.parts.every(({ number }) => hidden.has(number))}
        onClick={() => change({ hidden: new Set(object.parts.map(({ number }) => number)) })}
      >
        {t('noneShown')}
      </button>
    </div>
  );
}
