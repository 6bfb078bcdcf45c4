/**
 * How many rows of RGBA samples (a square of side `size`) are black from edge to edge although there are rows above and below
 * that are not: what a plane looks like in which slices are missing. Sent to the page as source text.
 */
export function blackRowsBetween(rgba: ArrayLike<number>, size: number): number {
  const lit: number[] = [];
  for (let row = 0; row < size; row += 1) {
    for (let column = 0; column < size; column += 1) {
      const at = 4 * (row * size + column);
      if ((rgba[at] ?? 0) + (rgba[at + 1] ?? 0) + (rgba[at + 2] ?? 0) > 12) {
        lit.push(row);
        break;
      }
    }
  }
  const [first, last] = [lit[0], lit.at(-1)];
  return first === undefined || last === undefined ? 0 : last - first + 1 - lit.length;
}
