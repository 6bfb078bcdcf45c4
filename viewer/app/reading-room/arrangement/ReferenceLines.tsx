import {
  referenceLine,
  type Point3,
  type Reader,
  type StackView,
  type ViewState,
} from '../../../imaging/index.ts';
import { usePreferences } from '../../settings/index.ts';
import { useReaderState } from '../useReader.ts';
import { useRoomTick } from '../useRoomTick.ts';
import classes from './ReferenceLines.module.css';

export interface ReferenceLinesProps {
  reader: Reader;
  index: number;
  state: ViewState;
}

/** Where the slices in the other viewports cut this one; that of the selected viewport stands out. */
export function ReferenceLines({ reader, index, state }: ReferenceLinesProps) {
  const { referenceLines } = usePreferences();
  const { selected, maximised, tool } = useReaderState(reader);
  // The crosshair draws the same lines, and they can be taken hold of.
  const wanted = referenceLines && tool !== 'crosshair';
  const active = wanted && maximised === undefined && reader.viewportCount > 1;
  useRoomTick(reader, noOthers, active);
  const view = reader.view(index);
  if (!active || !view || state.error) return null;
  const lines = Array.from({ length: reader.viewportCount }, (_, other) => other).flatMap((other) => {
    const ends = other === index ? undefined : lineBetween(view, state, reader.viewState(other));
    return ends ? [{ other, ends }] : [];
  });
  if (lines.length === 0) return null;
  return (
    <svg className={classes.lines} aria-hidden>
      {lines.map(({ other, ends: [[x1, y1], [x2, y2]] }) => (
        <line key={other} data-reference={other} data-selected={other === selected} {...{ x1, y1, x2, y2 }} />
      ))}
    </svg>
  );
}

const noOthers: readonly EventTarget[] = [];

type Screen = readonly [number, number];

function lineBetween(view: StackView, shown: ViewState, other: ViewState): [Screen, Screen] | undefined {
  const [here, there] = [shown.frame, other.frame];
  if (!here?.plane || !there?.plane || other.error) return undefined;
  if (here.frameOfReferenceUid === undefined || here.frameOfReferenceUid !== there.frameOfReferenceUid)
    return undefined;
  const { rows, columns } = there.image;
  const line = referenceLine(here.plane, { plane: there.plane, rows, columns });
  const [from, to] = (line ?? []).map((point: Point3) => view.worldToCanvas(point));
  return from && to && [from, to];
}
