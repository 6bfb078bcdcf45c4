import '@mantine/core/styles/Slider.layer.css';
import { Button, RangeSlider, Slider } from '@mantine/core';
import { IconBox, IconRefresh, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from '../../../i18n/index.ts';
import {
  sides,
  type ClipBox,
  type Point3,
  type Side,
  type Volume3dState,
  type VolumeView,
} from '../../../imaging/index.ts';
import { IconButton } from '../../../ui/index.ts';
import { icon } from '../toolbar/icon.ts';
import classes from './volume3d.module.css';

/** How far a preset can be moved, HU; elsewhere this share of the values' spread has no meaning, so there is no slider. */
const farthestShift = 300;
const axes = ['rightLeft', 'frontBack', 'feetHead'] as const;

export interface Volume3dPanelProps {
  view: VolumeView;
  state: Volume3dState;
  onLeave: () => void;
}

/** Preset, shift, sides and the box that clips. */
export function Volume3dPanel({ view, state, onLeave }: Volume3dPanelProps) {
  const { t } = useTranslation('planes');
  const [clipping, setClipping] = useState(false);
  return (
    <div className={classes.panel} onDoubleClick={(event) => event.stopPropagation()}>
      <div className={classes.row} role="group" aria-label={t('volume3d.preset')}>
        {state.presets.map((preset) => (
          <Button
            key={preset}
            size="compact-sm"
            variant={preset === state.preset ? 'filled' : 'default'}
            aria-pressed={preset === state.preset}
            onClick={() => view.setPreset(preset)}
          >
            {t(`volume3d.presets.${preset}`)}
          </Button>
        ))}
        <IconButton
          size="md"
          label={t('volume3d.reset')}
          icon={<IconRefresh {...icon} />}
          onClick={() => view.reset()}
        />
        <IconButton size="md" label={t('volume3d.leave')} icon={<IconX {...icon} />} onClick={onLeave} />
      </div>
      <div className={classes.row} role="group" aria-label={t('volume3d.side')}>
        {(Object.keys(sides) as Side[]).map((side) => (
          <Button
            key={side}
            size="compact-sm"
            variant="default"
            className={classes.side}
            title={t(`volume3d.sides.${side}`)}
            onClick={() => view.look(side)}
          >
            {side}
          </Button>
        ))}
        <IconButton
          size="md"
          label={t('volume3d.clip')}
          icon={<IconBox {...icon} />}
          active={clipping}
          onClick={() => setClipping(!clipping)}
        />
      </div>
      {state.unit === 'HU' && (
        <label className={classes.slider}>
          <span>{t('volume3d.shift', { value: signed(state.shift) })}</span>
          <Slider
            size="sm"
            thumbLabel={t('volume3d.shift', { value: signed(state.shift) })}
            min={-farthestShift}
            max={farthestShift}
            step={5}
            value={state.shift}
            label={null}
            onChange={(shift) => view.setShift(shift)}
          />
        </label>
      )}
      {clipping &&
        axes.map((name, axis) => (
          <label key={name} className={classes.slider}>
            <span>{t(`volume3d.axes.${name}`)}</span>
            <RangeSlider
              size="sm"
              thumbFromLabel={t(`volume3d.axes.${name}`)}
              thumbToLabel={t(`volume3d.axes.${name}`)}
              min={state.box[0][axis] as number}
              max={state.box[1][axis] as number}
              step={1}
              minRange={1}
              label={null}
              value={[state.clip[0][axis] as number, state.clip[1][axis] as number]}
              onChange={(range) => view.setClip(withAxis(state, axis, range))}
            />
          </label>
        ))}
      <p className={classes.hint} data-fingers={false}>
        {t('volume3d.hands')}
      </p>
      <p className={classes.hint} data-fingers={true}>
        {t('volume3d.fingers')}
      </p>
    </div>
  );
}

const signed = (value: number): string => (value > 0 ? `+${value}` : String(value));

/** The box with other ends on one axis; ends that are those of the whole volume are exactly these. */
function withAxis({ clip, box }: Volume3dState, axis: number, [from, to]: [number, number]): ClipBox {
  const replaced = (end: 0 | 1, value: number): Point3 =>
    clip[end].map((old, at) =>
      at !== axis ? old : Math.abs(value - (box[end][at] as number)) < 1 ? box[end][at] : value,
    ) as unknown as Point3;
  return [replaced(0, from), replaced(1, to)];
}
