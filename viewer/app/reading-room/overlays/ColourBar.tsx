import { colourTable, type ColourMapName } from '../../../imaging/index.ts';
import classes from './overlays.module.css';

/** The colours of a map from left to right. */
export function ColourBar({ name }: { name: ColourMapName }) {
  const table = colourTable(name);
  const stops = Array.from({ length: 33 }, (_, n) => {
    const entry = 3 * Math.round((n / 32) * 255);
    return `rgb(${table[entry]} ${table[entry + 1]} ${table[entry + 2]}) ${(n / 32) * 100}%`;
  });
  return (
    <span className={classes.bar} style={{ background: `linear-gradient(to right, ${stops.join(', ')})` }} />
  );
}
