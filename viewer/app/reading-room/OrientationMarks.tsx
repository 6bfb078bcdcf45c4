import { memo } from 'react';
import type { ViewState } from '../../imaging/index.ts';
import classes from './OrientationMarks.module.css';

/** The letters of the patient's directions at the four edges. */
export const OrientationMarks = memo(function OrientationMarks({
  edges,
}: {
  edges: NonNullable<ViewState['edges']>;
}) {
  return (
    <div className={classes.marks} aria-hidden>
      <span data-edge="top">{edges.top}</span>
      <span data-edge="bottom">{edges.bottom}</span>
      <span data-edge="left">{edges.left}</span>
      <span data-edge="right">{edges.right}</span>
    </div>
  );
});
