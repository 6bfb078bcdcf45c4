/** What counts as an image; the same for every viewer measured. */
export interface ImageThresholds {
  /** number of different grey levels among the samples: text and icons have few, an image has many */
  distinctLevels: number;
  /** standard deviation of the grey levels, 0..255 */
  deviation: number;
  /** share of samples that differ from the commonest level: an image may lie in a wide black margin */
  foreground: number;
  /** share of neighbouring samples that differ, in each direction alone: a colour gradient has one direction only */
  texture: number;
}

export const imageThresholds: ImageThresholds = {
  distinctLevels: 24,
  deviation: 8,
  foreground: 0.05,
  texture: 0.03,
};

/**
 * Whether RGBA samples (a square grid of side `size`, row by row, composed over black) are of an image, and not of a
 * blank canvas, of texts and icons or of a decorative gradient. Runs in the measured page: it is sent there as source
 * text, so it uses nothing from outside itself.
 */
export function judgeImage(rgba: ArrayLike<number>, size: number, thresholds: ImageThresholds): boolean {
  const count = size * size;
  const grey = new Uint8Array(count);
  const histogram = new Uint32Array(256);
  let sum = 0;
  let sumOfSquares = 0;
  for (let i = 0; i < count; i += 1) {
    const at = 4 * i;
    const luma = 0.299 * (rgba[at] ?? 0) + 0.587 * (rgba[at + 1] ?? 0) + 0.114 * (rgba[at + 2] ?? 0);
    const level = Math.round((luma * (rgba[at + 3] ?? 0)) / 255);
    grey[i] = level;
    histogram[level] = (histogram[level] ?? 0) + 1;
    sum += level;
    sumOfSquares += level * level;
  }
  const distinctLevels = histogram.reduce((levels, samples) => levels + (samples > 0 ? 1 : 0), 0);
  const deviation = Math.sqrt(Math.max(0, sumOfSquares / count - (sum / count) ** 2));
  if (distinctLevels < thresholds.distinctLevels || deviation < thresholds.deviation) return false;

  const commonest = histogram.indexOf(Math.max(...histogram));
  let foreground = 0;
  let changesAcross = 0;
  let changesDown = 0;
  for (let i = 0; i < count; i += 1) {
    const level = grey[i] ?? 0;
    if (Math.abs(level - commonest) > 8) foreground += 1;
    if (i % size !== 0 && level !== grey[i - 1]) changesAcross += 1;
    if (i >= size && level !== grey[i - size]) changesDown += 1;
  }
  const pairs = size * (size - 1);
  return (
    foreground / count >= thresholds.foreground &&
    changesAcross / pairs >= thresholds.texture &&
    changesDown / pairs >= thresholds.texture
  );
}
