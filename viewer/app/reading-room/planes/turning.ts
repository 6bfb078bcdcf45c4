import type { PointerEvent } from 'react';
import { cross, dot, type Reader, type StackView } from '../../../imaging/index.ts';
import { latestOnly } from '../latestOnly.ts';

type Screen = readonly [number, number];

/** Dragging a handle about the crosshair turns the planes of the other viewports by the same angle. */
export class Turning {
  readonly #view: () => StackView | undefined;
  readonly #turn: (radians: number) => void;
  #centre: Screen = [0, 0];
  /** Of the pointer about the centre, clockwise on the screen; absent while nothing is dragged. */
  #angle: number | undefined;
  #pending = 0;

  constructor(reader: Reader, index: number) {
    this.#view = () => reader.view(index);
    this.#turn = latestOnly(async () => {
      const radians = this.#pending;
      this.#pending = 0;
      if (radians !== 0) await reader.crosshair.turn(index, radians);
    });
  }

  start(event: PointerEvent<SVGElement>, centre: Screen): void {
    if (event.button !== 0) return;
    event.stopPropagation();
    event.currentTarget.setPointerCapture(event.pointerId);
    this.#centre = centre;
    this.#angle = this.#angleAt(event);
  }

  readonly move = (event: PointerEvent<SVGElement>): void => {
    const view = this.#view();
    if (this.#angle === undefined || !view) return;
    const angle = this.#angleAt(event);
    const step = Math.atan2(Math.sin(angle - this.#angle), Math.cos(angle - this.#angle));
    this.#angle = angle;
    this.#pending -= step * handedness(view);
    this.#turn(step);
  };

  readonly end = (): void => {
    this.#angle = undefined;
  };

  #angleAt(event: PointerEvent): number {
    const box = this.#view()?.element.getBoundingClientRect();
    const [x, y] = this.#centre;
    return Math.atan2(event.clientY - (box?.top ?? 0) - y, event.clientX - (box?.left ?? 0) - x);
  }
}

/** 1 as images are displayed, -1 where they are mirrored. */
function handedness({ state }: StackView): 1 | -1 {
  const { screen, frame } = state;
  if (!screen || !frame?.plane) return 1;
  const shown = cross(screen.right, screen.up);
  const stored = cross(frame.plane.rowCosines, frame.plane.columnCosines);
  // Rows run down the screen: unmirrored, right x up is against row x column.
  return dot(shown, stored) < 0 ? 1 : -1;
}
