/**
 * At most `most` of the indices from 0 to `count - 1`, evenly spread, and in such an order that they are so from early on:
 * both ends, the middle, the quarters, …
 */
export function spreadOrder(count: number, most: number): number[] {
  const picked = Math.min(count, most);
  if (picked <= 0) return [];
  const indexOf = (pick: number): number =>
    picked === 1 ? 0 : Math.round((pick * (count - 1)) / (picked - 1));
  const order = [0, picked - 1];
  for (let stride = 2 ** Math.ceil(Math.log2(picked)); stride >= 1; stride /= 2)
    for (let pick = 0; pick < picked; pick += stride) order.push(pick);
  return [...new Set(order)].map(indexOf);
}
