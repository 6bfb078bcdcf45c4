import {
  chooseScaleBar,
  scaleAcross,
  userFactorOf,
  type Reader,
  type ViewState,
} from '../../imaging/index.ts';
import { useMeasurements } from './measurements/index.ts';
import classes from './ScaleBarMark.module.css';

/** Longest the bar gets, CSS px. */
const maxPx = 160;

/** A bar of a round number of millimetres at the lower edge, in the millimetres of measuring; none where they differ over the picture. */
export function ScaleBarMark({ reader, state }: { reader: Reader; state: ViewState }) {
  const { userFactors } = useMeasurements(reader.measurements);
  const { frame, pixelScale } = state;
  const mmPerColumn = frame && scaleAcross(frame, userFactorOf(userFactors, frame));
  if (mmPerColumn === undefined || pixelScale === undefined) return null;
  return <ScaleBar pxPerMm={pixelScale / devicePixelRatio / mmPerColumn} />;
}

/** The bar alone, for so many CSS pixels to a millimetre. */
export function ScaleBar({ pxPerMm }: { pxPerMm: number }) {
  const bar = chooseScaleBar(pxPerMm, maxPx);
  if (!bar) return null;
  const { lengthMm, lengthPx } = bar;
  return (
    <div className={classes.bar} style={{ width: lengthPx }} data-length-mm={lengthMm}>
      {lengthMm >= 10 ? `${lengthMm / 10} cm` : `${lengthMm} mm`}
    </div>
  );
}
