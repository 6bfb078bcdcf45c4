/**
 * All indices from 0 to `count - 1` in the order of need around `centre`: the centre, its neighbours,
 * their neighbours; where one side ends the other goes on alone.
 */
export function orderOutwards(centre: number, count: number): number[] {
  const order: number[] = [];
  for (let distance = 0; order.length < count; distance++) {
    const after = centre + distance;
    const before = centre - distance;
    if (after < count && after >= 0) order.push(after);
    if (distance > 0 && before >= 0 && before < count) order.push(before);
  }
  return order;
}

/** The frames of a stack in that order. */
export const outwards = <Frame>(frames: readonly Frame[], centre: number): Frame[] =>
  orderOutwards(centre, frames.length).map((index) => frames[index] as Frame);
