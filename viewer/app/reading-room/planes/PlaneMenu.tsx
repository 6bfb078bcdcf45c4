import { Button, NumberInput, SegmentedControl, Slider } from '@mantine/core';
import '@mantine/core/styles/FloatingIndicator.layer.css';
import '@mantine/core/styles/SegmentedControl.layer.css';
import '@mantine/core/styles/NumberInput.layer.css';
import '@mantine/core/styles/Slider.layer.css';
import { IconCube, IconFocus2 } from '@tabler/icons-react';
import { useMemo } from 'react';
import { useTranslation } from '../../../i18n/index.ts';
import type { PlaneOrientation, Reader, Slab } from '../../../imaging/index.ts';
import { Dropdown, IconButton } from '../../../ui/index.ts';
import { latestOnly } from '../latestOnly.ts';
import { icon } from '../toolbar/icon.ts';
import { useCommandLabel } from '../useCommand.ts';
import { useReaderState, useViewValue } from '../useReader.ts';
import { useRoomTick } from '../useRoomTick.ts';
import { toggleVolume3d } from '../volume3d/index.ts';
import { faultText } from './volumeTexts.ts';
import classes from './PlaneMenu.module.css';

const orientations = ['stack', 'axial', 'coronal', 'sagittal'] as const;
const modes = ['none', 'mip', 'minip', 'avgip'] as const;
/** What a slab is when it is first asked for. */
const usualThicknessMm = 10;

/** Crosshair, and how the selected viewport cuts its series: plane, slab, thickness; and the three planes at once. */
export function PlaneMenu({ reader }: { reader: Reader }) {
  const { t } = useTranslation('planes');
  const labelOf = useCommandLabel();
  const { selected, tool } = useReaderState(reader);
  const hasFrame = useViewValue(reader, selected, ({ frame }) => frame !== undefined);
  const hasPlane = useViewValue(reader, selected, ({ frame }) => frame?.plane !== undefined);
  const isComputed = useViewValue(reader, selected, ({ frame }) => frame?.derived !== undefined);
  return (
    <>
      <IconButton
        size="lg"
        {...labelOf('tool.crosshair')}
        icon={<IconFocus2 {...icon} />}
        active={tool === 'crosshair'}
        disabled={!hasPlane}
        onClick={() => reader.activateTool('crosshair')}
      />
      <Dropdown
        label={t('menu')}
        renderTarget={(target) => (
          <IconButton
            size="lg"
            label={t('menu')}
            icon={<IconCube {...icon} />}
            active={isComputed}
            disabled={!hasFrame}
            {...target}
          />
        )}
      >
        {(close) => <PlaneChoices reader={reader} index={selected} close={close} />}
      </Dropdown>
    </>
  );
}

/** Plane, slab and thickness of a viewport's series, or why it has none. */
export function PlaneChoices({ reader, index, close }: { reader: Reader; index: number; close: () => void }) {
  const { t } = useTranslation('planes');
  const { planes } = reader;
  useRoomTick(
    reader,
    useMemo(() => [planes], [planes]),
    true,
  );
  const { orientation, slab } = planes.choice(index);
  const volume = planes.volume(index);
  const setSlab = useMemo(() => latestOnly((wanted: Slab) => planes.setSlab(index, wanted)), [planes, index]);
  if (!volume) return null;
  if (volume.kind === 'fault')
    return (
      <p className={classes.refused} role="note">
        <strong>{t('refused')}</strong>
        {faultText(volume, t)}
      </p>
    );
  const whole = Math.ceil(planes.extentMm(index) ?? 0);
  // Slabs lie about the shown slice: so thick, they hold the whole volume from any of them.
  const everywhere = 2 * whole;
  const setThickness = (thicknessMm: number): void =>
    setSlab({ mode: slab.mode === 'none' ? 'mip' : slab.mode, thicknessMm });
  return (
    <div className={classes.panel}>
      <h3>{t('orientation')}</h3>
      <SegmentedControl
        fullWidth
        value={typeof orientation === 'string' ? orientation : ''}
        data={orientations.map((value) => ({ value, label: t(value) }))}
        onChange={(value) => void planes.setOrientation(index, value as PlaneOrientation)}
      />
      <Button
        variant="default"
        fullWidth
        onClick={() => {
          close();
          void (reader.mpr.shown ? reader.mpr.leave() : reader.mpr.show(index));
        }}
      >
        {t(reader.mpr.shown ? 'leaveMpr' : 'mpr')}
      </Button>
      <Button
        variant="default"
        fullWidth
        disabled={reader.state.engine !== 'gpu'}
        onClick={() => {
          close();
          toggleVolume3d(reader);
        }}
      >
        {t(reader.volume3d.view(index) ? 'volume3d.leave' : 'volume3d.show')}
      </Button>
      {reader.state.engine === 'cpu' && <p className={classes.refused}>{t('volume3d.noWebGl')}</p>}
      <h3>{t('slab')}</h3>
      <SegmentedControl
        fullWidth
        value={slab.mode}
        data={modes.map((value) => ({ value, label: value === 'none' ? t('none') : t(`short.${value}`) }))}
        onChange={(value) =>
          setSlab({ mode: value as Slab['mode'], thicknessMm: slab.thicknessMm || usualThicknessMm })
        }
      />
      <div className={classes.thickness} data-off={slab.mode === 'none'}>
        <label htmlFor="slab-thickness">{t('thickness')}</label>
        <NumberInput
          id="slab-thickness"
          value={slab.thicknessMm || usualThicknessMm}
          min={0.1}
          max={everywhere}
          step={1}
          decimalScale={1}
          onChange={(value) => typeof value === 'number' && value > 0 && setThickness(value)}
        />
        <Button variant="default" onClick={() => setThickness(everywhere)}>
          {t('fullThickness')}
        </Button>
      </div>
      <Slider
        aria-label={t('thickness')}
        value={Math.min(whole, slab.thicknessMm || usualThicknessMm)}
        min={1}
        max={whole}
        step={0.5}
        label={null}
        onChange={setThickness}
      />
    </div>
  );
}
