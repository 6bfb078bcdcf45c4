import type { ObjectDetails, PaneControls, Reader, SeriesObject } from '../../../imaging/index.ts';
import type { WantedObject } from './showIn.ts';

/** What the place in which an object is shown is told: what is done with it and, once it is on the screen, what is to be seen. */
export interface Furniture {
  controls?: PaneControls;
  details?: ObjectDetails;
}

/** What is given to panes of what is read, which stand in a viewport or beside the viewports. */
export interface ReadingPaneProps {
  object: SeriesObject;
  /** The same function as long as place and object are the same. */
  furnish: (furniture: Furniture) => void;
  /** Shows what the object refers to. Resolves with false where that is not there; rejects when it cannot be read. */
  onShow: (wanted: WantedObject) => Promise<boolean>;
}

/** An object and the viewport it stands in. */
export interface ObjectInViewport {
  reader: Reader;
  index: number;
  object: SeriesObject;
}

/** What every pane of an object in a viewport is given. */
export interface ObjectPaneProps extends ReadingPaneProps, ObjectInViewport {}
