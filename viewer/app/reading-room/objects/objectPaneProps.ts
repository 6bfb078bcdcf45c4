import type { Reader, SeriesObject } from '../../../imaging/index.ts';

/** What every pane of an object is given. */
export interface ObjectPaneProps {
  reader: Reader;
  /** The viewport it stands in. */
  index: number;
  object: SeriesObject;
}
