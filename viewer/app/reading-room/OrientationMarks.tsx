import { orientationLetters, scale, type ViewState } from '../../imaging/index.ts';
import classes from './OrientationMarks.module.css';

/** The letters of the patient's directions at the four edges. */
export function OrientationMarks({ screen }: { screen: NonNullable<ViewState['screen']> }) {
  return (
    <div className={classes.marks} aria-hidden>
      <span data-edge="top">{orientationLetters(screen.up)}</span>
      <span data-edge="bottom">{orientationLetters(scale(screen.up, -1))}</span>
      <span data-edge="left">{orientationLetters(scale(screen.right, -1))}</span>
      <span data-edge="right">{orientationLetters(screen.right)}</span>
    </div>
  );
}
