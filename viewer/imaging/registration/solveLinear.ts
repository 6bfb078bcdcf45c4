/**
 * Solves `matrix * x = right` for a symmetric positive definite matrix of `right.length` rows (row-major), by Cholesky.
 * Undefined where it is not definite: the data do not say where to go.
 */
export function solveLinear(matrix: Float64Array, right: Float64Array): Float64Array | undefined {
  const n = right.length;
  const root = new Float64Array(n * n);
  for (let row = 0; row < n; row++)
    for (let column = 0; column <= row; column++) {
      let sum = matrix[row * n + column] as number;
      for (let k = 0; k < column; k++)
        sum -= (root[row * n + k] as number) * (root[column * n + k] as number);
      if (row !== column) root[row * n + column] = sum / (root[column * n + column] as number);
      else if (sum > (matrix[row * n + row] as number) * 1e-9) root[row * n + row] = Math.sqrt(sum);
      else return undefined;
    }
  const x = Float64Array.from(right);
  for (let row = 0; row < n; row++) {
    for (let k = 0; k < row; k++)
      x[row] = (x[row] as number) - (root[row * n + k] as number) * (x[k] as number);
    x[row] = (x[row] as number) / (root[row * n + row] as number);
  }
  for (let row = n - 1; row >= 0; row--) {
    for (let k = row + 1; k < n; k++)
      x[row] = (x[row] as number) - (root[k * n + row] as number) * (x[k] as number);
    x[row] = (x[row] as number) / (root[row * n + row] as number);
  }
  return x;
}
