import { Fragment } from 'react';
import {
  annotationsOn,
  displayPlane,
  indexToWorld,
  type ImagePoint,
  type Reader,
  type StateGraphic,
  type StateText,
  type ViewState,
} from '../../../imaging/index.ts';
import { useReports } from './useReports.ts';
import classes from './PresentationOverlay.module.css';

export interface PresentationOverlayProps {
  reader: Reader;
  index: number;
  state: ViewState;
}

type Place = (point: ImagePoint) => readonly [number, number];

/** The annotations of the chosen presentation state on the image of a viewport (PS3.3 C.10.5). */
export function PresentationOverlay({ reader, index, state: { frame, error } }: PresentationOverlayProps) {
  const { shownState } = useReports(reader);
  const view = reader.view(index);
  if (!shownState || !frame || error || !view?.loaded || frame.derived) return null;
  const annotations = annotationsOn(shownState, frame);
  if (annotations.length === 0) return null;
  const plane = displayPlane(frame);
  // The upper left corner of the first pixel is 0, 0; our indices count from its centre.
  const place: Place = ([x, y]) => view.worldToCanvas(indexToWorld(plane, x - 0.5, y - 0.5)) ?? [0, 0];
  return (
    <svg className={classes.drawing} data-testid={`presentation-${index}`} aria-hidden>
      {annotations.map(({ graphics, texts }, number) => (
        <Fragment key={number}>
          {graphics.map((graphic, i) => (
            <Graphic key={i} graphic={graphic} place={place} />
          ))}
          {texts.map((text, i) => (
            <Words key={i} text={text} place={place} />
          ))}
        </Fragment>
      ))}
    </svg>
  );
}

function Graphic({ graphic: { kind, points, filled }, place }: { graphic: StateGraphic; place: Place }) {
  const fill = filled ? 'currentColor' : 'none';
  if (kind === 'point') {
    const [x, y] = place(points[0] as ImagePoint);
    return <path d={`M${x - 5} ${y}h10M${x} ${y - 5}v10`} />;
  }
  const outline = kind === 'polyline' ? points : roundOutline(kind, points);
  return <polyline points={outline.map((point) => place(point).join()).join(' ')} fill={fill} />;
}

/** Circle (centre, a point on it) or ellipse (ends of both axes) as a closed line of points in the image. */
function roundOutline(kind: 'circle' | 'ellipse', points: readonly ImagePoint[]): ImagePoint[] {
  const [a, b, c, d] = points as [ImagePoint, ImagePoint, ImagePoint, ImagePoint];
  if (!a || !b || (kind === 'ellipse' && (!c || !d))) return [];
  const [dx, dy] = [b[0] - a[0], b[1] - a[1]];
  const centre: ImagePoint = kind === 'circle' ? a : [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2];
  const first: ImagePoint = kind === 'circle' ? [dx, dy] : [dx / 2, dy / 2];
  const second: ImagePoint = kind === 'circle' ? [-dy, dx] : [(d[0] - c[0]) / 2, (d[1] - c[1]) / 2];
  return Array.from({ length: 73 }, (_, i): ImagePoint => {
    const [cos, sin] = [Math.cos((i * Math.PI) / 36), Math.sin((i * Math.PI) / 36)];
    return [centre[0] + first[0] * cos + second[0] * sin, centre[1] + first[1] * cos + second[1] * sin];
  });
}

const anchorOf = { LEFT: 'start', CENTER: 'middle', RIGHT: 'end' } as const;

function Words({
  text: { text, box, anchor, anchorVisible, justification },
  place,
}: {
  text: StateText;
  place: Place;
}) {
  const corners = box?.map(place);
  const anchored = anchor && place(anchor);
  const [left, right] = corners ? corners.map(([x]) => x).toSorted((a, b) => a - b) : [undefined, undefined];
  const top = corners ? Math.min(...corners.map(([, y]) => y)) : undefined;
  const x = { LEFT: left, CENTER: ((left ?? 0) + (right ?? 0)) / 2, RIGHT: right }[justification];
  const at = corners && x !== undefined && top !== undefined ? [x, top + 13] : anchored;
  if (!at) return null;
  return (
    <>
      {anchored && anchorVisible && corners && (
        <line x1={at[0]} y1={at[1]} x2={anchored[0]} y2={anchored[1]} />
      )}
      <text textAnchor={corners ? anchorOf[justification] : 'start'}>
        {text.split(/\r?\n/).map((line, i) => (
          <tspan key={i} x={at[0]} y={(at[1] as number) + 16 * i}>
            {line}
          </tspan>
        ))}
      </text>
    </>
  );
}
