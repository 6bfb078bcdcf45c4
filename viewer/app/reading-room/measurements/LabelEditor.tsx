import { useRef } from 'react';
import type { PlanePoint } from '../../../imaging/index.ts';
import { useTranslation } from '../../../i18n/index.ts';
import classes from './MeasurementOverlay.module.css';

export interface LabelEditorProps {
  /** CSS pixels in the viewport. */
  at: PlanePoint;
  label: string;
  /** The text when Enter ends it or the focus goes elsewhere; the former one after Escape. */
  onWritten: (label: string) => void;
}

/** The field in which the text of an arrow is written, where the arrow is. */
export function LabelEditor({ at: [x, y], label, onWritten }: LabelEditorProps) {
  const { t } = useTranslation('measurements');
  const escaped = useRef(false);
  return (
    <input
      className={classes.editor}
      style={{ left: `min(${Math.max(4, x)}px, 100% - 188px)`, top: Math.max(4, y + 8) }}
      defaultValue={label}
      aria-label={t('label')}
      placeholder={t('label')}
      maxLength={64}
      autoFocus
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key === 'Escape') escaped.current = true;
        if ((event.key === 'Enter' && !event.nativeEvent.isComposing) || event.key === 'Escape')
          event.currentTarget.blur();
      }}
      onBlur={(event) => onWritten(escaped.current ? label : event.currentTarget.value.trim())}
    />
  );
}
