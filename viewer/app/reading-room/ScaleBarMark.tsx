import { chooseScaleBar } from '../../imaging/index.ts';
import classes from './ScaleBarMark.module.css';

/** Longest the bar gets, CSS px. */
const maxPx = 160;

/** A bar of a round number of millimetres at the lower edge. */
export function ScaleBarMark({ pxPerMm }: { pxPerMm: number }) {
  const bar = chooseScaleBar(pxPerMm, maxPx);
  if (!bar) return null;
  const { lengthMm, lengthPx } = bar;
  return (
    <div className={classes.bar} style={{ width: lengthPx }} data-length-mm={lengthMm}>
      {lengthMm >= 10 ? `${lengthMm / 10} cm` : `${lengthMm} mm`}
    </div>
  );
}
