import { Button, Loader } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { useTranslation } from '../../../i18n/index.ts';
import { lettersAround, type Reader, type VolumeView } from '../../../imaging/index.ts';
import { OrientationMarks } from '../OrientationMarks.tsx';
import { ScaleBar } from '../ScaleBarMark.tsx';
import { useVolume3dState } from './useVolume3d.ts';
import { useVolumeHands } from './useVolumeHands.ts';
import { Volume3dPanel } from './Volume3dPanel.tsx';
import classes from './volume3d.module.css';

/** A volume in three dimensions over the slices of a viewport, with what is said of it and its controls. */
export function Volume3dLayer({ reader, index, view }: { reader: Reader; index: number; view: VolumeView }) {
  const { t } = useTranslation('planes');
  const canvas = useRef<HTMLDivElement>(null);
  const state = useVolume3dState(view);
  useEffect(() => {
    const element = canvas.current;
    if (!element) return;
    const detach = reader.volume3d.attach(index, element);
    const observer = new ResizeObserver(() => view.resize());
    observer.observe(element);
    return () => {
      observer.disconnect();
      detach();
    };
  }, [reader, index, view]);
  useVolumeHands(canvas, view);
  const shown = state.status === 'shown';
  return (
    <div className={classes.layer} data-volume3d={state.status} data-still={state.still}>
      <div ref={canvas} className={classes.canvas} />
      {shown && (
        <>
          <OrientationMarks edges={lettersAround(state.screen.right, state.screen.up)} />
          <ScaleBar pxPerMm={state.pose.pxPerMm} />
          <Volume3dPanel view={view} state={state} onLeave={() => reader.volume3d.leave(index)} />
          <p className={classes.truth} role="note">
            {t(state.reduced ? 'volume3d.reduced' : 'volume3d.whole', { mm: edges(state.voxelMm) })}
            {state.insideOnly && <span>{t('volume3d.insideOnly')}</span>}
          </p>
        </>
      )}
      {state.status === 'loading' && (
        <div className={classes.notice} role="status">
          <Loader size="sm" />
          {t('volume3d.loading', { percent: Math.round(state.progress * 100) })}
          <Button variant="default" onClick={() => reader.volume3d.leave(index)}>
            {t('volume3d.leave')}
          </Button>
        </div>
      )}
      {state.status === 'failed' && (
        <div className={classes.notice} role="alert">
          <strong>{t('volume3d.failed')}</strong>
          {state.error}
          <Button variant="default" onClick={() => reader.volume3d.leave(index)}>
            {t('volume3d.leave')}
          </Button>
        </div>
      )}
    </div>
  );
}

/** The largest edge says how small a thing may be to be seen. */
const edges = (voxelMm: readonly number[]): string => String(Math.round(Math.max(...voxelMm) * 10) / 10);
