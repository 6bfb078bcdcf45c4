import { unitText, type LineProfile } from '../../../imaging/index.ts';
import { useTranslation } from '../../../i18n/index.ts';
import { figure } from './figureTexts.ts';
import classes from './MeasurementsPanel.module.css';

const [width, height] = [240, 96];
const [left, right, top, bottom] = [44, 8, 8, 20];

/** The values along a line over the distance from its beginning. */
export function ProfileChart({ profile }: { profile: LineProfile }) {
  const { t } = useTranslation('measurements');
  const { distances, values, distanceUnit, unit } = profile;
  const inside = values.filter((value) => !Number.isNaN(value));
  if (inside.length < 2) return null;
  const [least, greatest] = [Math.min(...inside), Math.max(...inside)];
  const length = distances.at(-1) || 1;
  const x = (distance: number): number => left + (distance / length) * (width - left - right);
  const y = (value: number): number =>
    top + ((greatest - value) / (greatest - least || 1)) * (height - top - bottom);
  return (
    <svg
      className={classes.chart}
      viewBox={`0 0 ${width} ${height}`}
      role="img"
      aria-label={t('panel.profile', { distanceUnit, unit: unitText(unit) || '–' })}
    >
      <path className={classes.axis} d={`M${left} ${top}V${height - bottom}H${width - right}`} />
      <path className={classes.curve} d={curve(distances.map(x), values.map(y))} />
      <text x={left - 4} y={top + 4} textAnchor="end">
        {figure(greatest, unit)}
      </text>
      <text x={left - 4} y={height - bottom} textAnchor="end">
        {figure(least, unit)}
      </text>
      <text x={left} y={height - 5}>
        0
      </text>
      <text x={width - right} y={height - 5} textAnchor="end">
        {figure(length, 'mm')} {distanceUnit}
      </text>
    </svg>
  );
}

/** Broken where there is no value. */
function curve(xs: readonly number[], ys: readonly number[]): string {
  let drawn = false;
  return xs
    .map((x, at) => {
      const y = ys[at] as number;
      const command = drawn ? 'L' : 'M';
      drawn = !Number.isNaN(y);
      return drawn ? `${command}${x.toFixed(1)} ${y.toFixed(1)}` : '';
    })
    .join('');
}
