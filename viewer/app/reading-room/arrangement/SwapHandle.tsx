import { IconGripHorizontal } from '@tabler/icons-react';
import { useTranslation } from '../../../i18n/index.ts';
import { startDrag } from './dragged.ts';
import classes from './SwapHandle.module.css';

/** By this a viewport is dragged onto another one; there while the pointer is over the viewport. */
export function SwapHandle({ index }: { index: number }) {
  const { t } = useTranslation('roomTools');
  return (
    <span
      className={classes.handle}
      draggable
      title={t('arrangement.dragViewport')}
      onDragStart={(event) => startDrag(event, { viewport: index })}
      onPointerDown={(event) => event.stopPropagation()}
    >
      <IconGripHorizontal size={16} stroke={1.6} aria-hidden />
    </span>
  );
}
