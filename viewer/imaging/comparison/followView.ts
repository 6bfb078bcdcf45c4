import type { RigidMatrix } from '../registration/index.ts';
import { identity, mapPoint } from '../registration/index.ts';
import type { StackView } from '../viewport/index.ts';
import { lieAs, lieLike, showLike, showPoint } from './alignView.ts';
import { ontoPlane, planesAgree } from './followSlice.ts';

/** What is known of two views. */
export interface FollowedPair {
  /** From places of the leading one to places of the following one. */
  readonly matrix: RigidMatrix | undefined;
  /** They are of one kind: what is done to the one is meant for the other. */
  readonly pair: boolean;
}

/** The same window and inversion. */
export function followWindow(leading: StackView, following: StackView): void {
  const { voi, voiLut, invert } = leading.state;
  const own = following.state;
  if (!voi) return;
  if (invert !== own.invert) following.setInvert(invert);
  const isLut = voiLut !== undefined && following.voiChoices[voiLut.index]?.kind === 'lut';
  // Where the other image has no such table, the window over all its inputs stands for it.
  if (voiLut && isLut) following.chooseVoi(voiLut.index);
  else if (own.voi?.center !== voi.center || own.voi.width !== voi.width || own.voiLut)
    following.setWindow(voi);
}

/** The same millimetres on the screen, the same place in the middle; of images without places the same scale and shift. */
export function followCamera(leading: StackView, following: StackView, { matrix, pair }: FollowedPair): void {
  const { frame, focalPoint, pxPerMm, zoom } = leading.state;
  const own = following.state.frame;
  if (!frame?.plane || !own?.plane) {
    const scale = pxPerMm && following.state.pxPerMm ? { pxPerMm } : { zoom };
    if (pair) showLike(following, leading, scale);
    return;
  }
  const agree = matrix ? planesAgree(frame.plane, matrix, own.plane) : pair;
  if (!agree || pxPerMm === undefined || !focalPoint) return;
  showPoint(following, matrix && ontoPlane(own.plane, mapPoint(matrix, focalPoint)), { pxPerMm });
}

/** Turned and flipped so that the patient lies the same way on the screen. */
export function followTurn(leading: StackView, following: StackView, { matrix, pair }: FollowedPair): void {
  const { frame, screen, rotation } = leading.state;
  const own = following.state.frame;
  if (!frame?.plane && !own?.plane) {
    if (pair) lieLike(following, leading);
  } else if (screen && frame?.plane && own?.plane) {
    if (planesAgree(frame.plane, matrix ?? identity, own.plane))
      lieAs(following, screen, rotation % 90 !== 0);
  }
}
