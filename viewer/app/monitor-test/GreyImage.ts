/** A picture of 8-bit grey levels, one for each pixel of the monitor. */
export class GreyImage {
  readonly width: number;
  readonly height: number;
  readonly values: Uint8ClampedArray;

  constructor(width: number, height: number, level = 0) {
    this.width = width;
    this.height = height;
    this.values = new Uint8ClampedArray(width * height).fill(level);
  }

  at(x: number, y: number): number {
    return this.values[y * this.width + x] as number;
  }

  /** Fills a rectangle; what lies outside of the picture is left out. `level` may depend on the pixel, counted from the rectangle's corner. */
  fill(
    x: number,
    y: number,
    width: number,
    height: number,
    level: number | ((dx: number, dy: number) => number),
  ): void {
    const [left, top] = [Math.max(0, x), Math.max(0, y)];
    const [right, bottom] = [Math.min(this.width, x + width), Math.min(this.height, y + height)];
    for (let row = top; row < bottom; row++)
      for (let column = left; column < right; column++)
        this.values[row * this.width + column] =
          typeof level === 'number' ? level : level(column - x, row - y);
  }

  /** The picture for a canvas of its size. */
  toImageData(): ImageData {
    const data = new ImageData(this.width, this.height);
    for (let i = 0; i < this.values.length; i++) data.data.fill(this.values[i] as number, i * 4, i * 4 + 3);
    for (let i = 3; i < data.data.length; i += 4) data.data[i] = 255;
    return data;
  }
}
