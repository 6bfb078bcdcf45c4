/** Lengths that bars show, micrometres. */
const steps = [1, 2, 5];

/** A round length whose bar is at most `mostPx` long. @param mmPerPx millimetres of one pixel of the screen */
export function slideScaleBar(mmPerPx: number, mostPx: number): { px: number; text: string } {
  const mostUm = mmPerPx * mostPx * 1000;
  const power = 10 ** Math.floor(Math.log10(mostUm));
  const um = Math.max(...steps.map((step) => step * power).filter((length) => length <= mostUm * 1.000001));
  const px = um / 1000 / mmPerPx;
  if (um >= 10_000) return { px, text: `${trim(um / 10_000)} cm` };
  return { px, text: um >= 1000 ? `${trim(um / 1000)} mm` : `${trim(um)} µm` };
}

const trim = (value: number): string => String(Number(value.toPrecision(3)));
