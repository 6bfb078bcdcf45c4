import { useState, type KeyboardEvent } from 'react';
import { useTranslation } from '../../../i18n/index.ts';
import type { Layout } from '../../../imaging/index.ts';
import classes from './LayoutPicker.module.css';

const most = 4;
const sides = Array.from({ length: most }, (_, index) => index + 1);

export interface LayoutPickerProps {
  layout: Layout;
  onPick: (layout: Layout) => void;
}

/** A grid of cells: the one that is pointed at is the lower right corner of the layout. Arrow keys move about in it. */
export function LayoutPicker({ layout, onPick }: LayoutPickerProps) {
  const { t } = useTranslation('roomTools');
  const [pointed, setPointed] = useState<Layout>();
  const marked = pointed ?? layout;
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>): void => {
    const step = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] }[event.key];
    if (!step) return;
    event.preventDefault();
    const inside = (value: number): number => Math.min(most, Math.max(1, value));
    const next = {
      rows: inside(marked.rows + (step[0] ?? 0)),
      columns: inside(marked.columns + (step[1] ?? 0)),
    };
    event.currentTarget
      .querySelector<HTMLButtonElement>(`[data-cell="${next.rows}x${next.columns}"]`)
      ?.focus();
  };
  return (
    <div className={classes.picker}>
      <div
        role="group"
        aria-label={t('arrangement.pick')}
        className={classes.grid}
        onKeyDown={onKeyDown}
        onPointerLeave={() => setPointed(undefined)}
      >
        {sides.flatMap((rows) =>
          sides.map((columns) => (
            <button
              key={`${rows}x${columns}`}
              type="button"
              data-cell={`${rows}x${columns}`}
              data-marked={rows <= marked.rows && columns <= marked.columns}
              aria-label={t('arrangement.grid', { rows, columns })}
              aria-pressed={rows === layout.rows && columns === layout.columns}
              tabIndex={rows === marked.rows && columns === marked.columns ? 0 : -1}
              onPointerEnter={() => setPointed({ rows, columns })}
              onFocus={() => setPointed({ rows, columns })}
              onClick={() => onPick({ rows, columns })}
            />
          )),
        )}
      </div>
      <output>{t('arrangement.grid', { rows: marked.rows, columns: marked.columns })}</output>
    </div>
  );
}
