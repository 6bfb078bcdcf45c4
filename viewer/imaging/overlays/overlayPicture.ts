import { colourise } from './colourise.ts';
import type { Rgb } from './colourMaps.ts';
import type { Mask } from './maskVolume.ts';
import { outlineOf } from './outline.ts';
import { hasValues, type DrawableOverlay, type OverlaySettings, type OverlaySlice } from './overlayObject.ts';

/** An overlay's slice in colours: pixels, and outlines as lines so that they stay thin at any magnification. */
export interface Drawn {
  bitmap: { canvas: HTMLCanvasElement; left: number; top: number } | undefined;
  outlines: { colour: string; path: Path2D }[];
}

type Pixels = Exclude<OverlaySlice, { kind: 'shapes' }>;

/** Keeps the colours of one overlay for as long as its slice and settings stay the same: while zooming, nothing is made anew. */
export class OverlayPicture {
  readonly #object: DrawableOverlay;
  #made: { slice: Pixels; settings: OverlaySettings; drawn: Drawn } | undefined;

  constructor(object: DrawableOverlay) {
    this.#object = object;
  }

  of(slice: Pixels, settings: OverlaySettings): Drawn {
    const made = this.#made;
    if (made?.slice === slice && made.settings === settings) return made.drawn;
    const drawn =
      slice.kind === 'values' ? this.#values(slice, settings, made?.drawn) : this.#masks(slice, settings);
    this.#made = { slice, settings, drawn };
    return drawn;
  }

  #values(
    { grid, loaded }: Pixels & { kind: 'values' },
    settings: OverlaySettings,
    former: Drawn | undefined,
  ): Drawn {
    if (!hasValues(this.#object)) return { bitmap: undefined, outlines: [] };
    const canvas = former?.bitmap?.canvas ?? document.createElement('canvas');
    const rgba = colourise(loaded.values, this.#object.factor, settings);
    paint(canvas, rgba, grid.columns, grid.rows);
    return { bitmap: { canvas, left: 0, top: 0 }, outlines: [] };
  }

  #masks(
    { masks, maximum }: Pixels & { kind: 'masks' },
    { hidden, fill, outline, opacity }: OverlaySettings,
  ): Drawn {
    const shown = masks.flatMap((mask) => {
      const part = this.#object.parts.find(({ number }) => number === mask.segment);
      return part && !hidden.has(mask.segment) ? [{ mask, colour: part.colour }] : [];
    });
    const outlines = shown.map(({ mask, colour }) => {
      const path = new Path2D();
      // Of a fractional segment what is at least half in it.
      for (const [x1, y1, x2, y2] of outlineOf(mask, maximum / 2)) {
        path.moveTo(x1, y1);
        path.lineTo(x2, y2);
      }
      return { colour: `rgb(${colour.join(' ')})`, path };
    });
    return {
      bitmap: fill ? this.#filled(shown, maximum, opacity) : undefined,
      outlines: outline ? outlines : [],
    };
  }

  #filled(shown: readonly { mask: Mask; colour: Rgb }[], maximum: number, opacity: number): Drawn['bitmap'] {
    if (shown.length === 0) return undefined;
    const left = Math.min(...shown.map(({ mask }) => mask.left));
    const top = Math.min(...shown.map(({ mask }) => mask.top));
    const columns = Math.max(...shown.map(({ mask }) => mask.left + mask.columns)) - left;
    const rows = Math.max(...shown.map(({ mask }) => mask.top + mask.rows)) - top;
    const rgba = new Uint8ClampedArray(columns * rows * 4);
    for (const { mask, colour } of shown) blend(rgba, columns, mask, left, top, colour, opacity / maximum);
    const canvas = document.createElement('canvas');
    paint(canvas, rgba, columns, rows);
    return { canvas, left, top };
  }
}

/** Lays a mask over what is there already; where segments overlap both colours show. */
function blend(
  rgba: Uint8ClampedArray,
  stride: number,
  mask: Mask,
  left: number,
  top: number,
  colour: Rgb,
  alphaPerValue: number,
): void {
  for (let row = 0; row < mask.rows; row++)
    for (let column = 0; column < mask.columns; column++) {
      const value = mask.values[row * mask.columns + column] as number;
      if (value === 0) continue;
      const at = 4 * ((mask.top - top + row) * stride + mask.left - left + column);
      const own = Math.min(1, value * alphaPerValue);
      const below = ((rgba[at + 3] as number) / 255) * (1 - own);
      const alpha = own + below;
      for (let channel = 0; channel < 3; channel++)
        rgba[at + channel] =
          ((colour[channel] as number) * own + (rgba[at + channel] as number) * below) / alpha;
      rgba[at + 3] = alpha * 255;
    }
}

function paint(
  canvas: HTMLCanvasElement,
  rgba: Uint8ClampedArray<ArrayBuffer>,
  columns: number,
  rows: number,
): void {
  if (canvas.width !== columns || canvas.height !== rows)
    Object.assign(canvas, { width: columns, height: rows });
  canvas.getContext('2d')?.putImageData(new ImageData(rgba, columns, rows), 0, 0);
}
