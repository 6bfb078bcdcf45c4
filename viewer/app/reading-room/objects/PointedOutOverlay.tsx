import {
  displayPlane,
  indexToWorld,
  type Point3,
  type Reader,
  type ViewState,
} from '../../../imaging/index.ts';
import classes from './PointedOutOverlay.module.css';

const circleSteps = 72;

/** The region a report speaks of, on the frame it is on, after somebody went there from the report. */
export function PointedOutOverlay({
  reader,
  index,
  state: { frame, error },
}: {
  reader: Reader;
  index: number;
  state: ViewState;
}) {
  const { pointedOut } = reader.objects;
  const view = reader.view(index);
  if (!pointedOut || !frame || error || frame.derived || !view?.loaded) return null;
  if (pointedOut.sopInstanceUid !== frame.sopInstanceUid || pointedOut.frameNumber !== frame.frameNumber)
    return null;
  const { type, data, frameOfReferenceUid } = pointedOut.region;
  const plane = displayPlane(frame);
  const size = frameOfReferenceUid === undefined ? 2 : 3;
  const points = Array.from({ length: Math.floor(data.length / size) }, (_, i): Point3 => {
    const [x = 0, y = 0, z = 0] = data.slice(i * size, (i + 1) * size);
    // The upper left corner of the first pixel is 0, 0 (PS3.3 C.18.6.1.1); our indices count from its centre.
    return size === 3 ? [x, y, z] : indexToWorld(plane, x - 0.5, y - 0.5);
  });
  const place = (point: Point3): [number, number] => {
    const [x = 0, y = 0] = view.worldToCanvas(point) ?? [];
    return [x, y];
  };
  const drawn = outline(type, points.map(place));
  return (
    <svg className={classes.drawing} data-testid={`pointed-out-${index}`} aria-hidden>
      {type === 'POINT' || type === 'MULTIPOINT' ? (
        drawn.map(([x, y], i) => <path key={i} d={`M${x - 7} ${y}h14M${x} ${y - 7}v14`} />)
      ) : (
        <polyline points={drawn.map((point) => point.join()).join(' ')} />
      )}
    </svg>
  );
}

type Place = [x: number, y: number];

/** CIRCLE: centre and a point on it; ELLIPSE: the ends of the long axis, then of the short one (PS3.3 C.18.6.1.2). */
function outline(type: string, points: Place[]): Place[] {
  const [a, b, c, d] = points;
  if (type === 'CIRCLE' && a && b) {
    const [dx, dy] = [b[0] - a[0], b[1] - a[1]];
    return round(a, [dx, dy], [-dy, dx]);
  }
  if (type === 'ELLIPSE' && a && b && c && d)
    return round(
      [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2],
      [(b[0] - a[0]) / 2, (b[1] - a[1]) / 2],
      [(d[0] - c[0]) / 2, (d[1] - c[1]) / 2],
    );
  return type === 'POLYGON' && a ? [...points, a] : points;
}

const round = (centre: Place, first: Place, second: Place): Place[] =>
  Array.from({ length: circleSteps + 1 }, (_, i): Place => {
    const [cos, sin] = [Math.cos((i * 2 * Math.PI) / circleSteps), Math.sin((i * 2 * Math.PI) / circleSteps)];
    return [centre[0] + first[0] * cos + second[0] * sin, centre[1] + first[1] * cos + second[1] * sin];
  });
