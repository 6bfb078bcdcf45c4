import { orientationLetters, type Point3, type ViewState } from '../../imaging/index.ts';
import classes from './OrientationMarks.module.css';

/** The letters of the patient's directions at the four edges. */
export function OrientationMarks({ screen }: { screen: NonNullable<ViewState['screen']> }) {
  const opposite = (direction: Point3): Point3 => direction.map((component) => -component) as Point3;
  return (
    <div className={classes.marks} aria-hidden>
      <span data-edge="top">{orientationLetters(screen.up)}</span>
      <span data-edge="bottom">{orientationLetters(opposite(screen.up))}</span>
      <span data-edge="left">{orientationLetters(opposite(screen.right))}</span>
      <span data-edge="right">{orientationLetters(screen.right)}</span>
    </div>
  );
}
