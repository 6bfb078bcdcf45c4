import { sampleAt, type Sample, type StackView } from '../../imaging/index.ts';

/** The value at a place of the page, with its unit and pixel, as text; empty outside the image. */
export function sampleText(view: StackView | undefined, at: { clientX: number; clientY: number }): string {
  const sample = view && sampleUnder(view, at);
  return sample ? describe(sample) : '';
}

function sampleUnder(view: StackView, at: { clientX: number; clientY: number }): Sample | undefined {
  const { frame, error } = view.state;
  if (!frame || !view.loaded || error) return undefined;
  const box = view.element.getBoundingClientRect();
  const point = view.canvasToWorld(at.clientX - box.left, at.clientY - box.top);
  return point && sampleAt(frame, view.loaded, point);
}

function describe(sample: Sample): string {
  const values = typeof sample.value === 'number' ? [sample.value] : sample.value;
  const shown = values
    .map((value) => (Number.isInteger(value) ? String(value) : value.toPrecision(5)))
    .join(', ');
  return `${shown} ${sample.unit}  (${sample.column}, ${sample.row})`;
}
