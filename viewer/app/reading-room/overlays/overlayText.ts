import type { OverlaySample, Reader } from '../../../imaging/index.ts';
import { figure } from './overlayTexts.ts';

/** What the overlays are at a place of the page, each in a line of its own: value and unit, or segments and regions. */
export function overlayText(reader: Reader, index: number, at: { clientX: number; clientY: number }): string {
  const view = reader.view(index);
  if (!view || reader.overlays.shown(index).length === 0) return '';
  const box = view.element.getBoundingClientRect();
  const point = view.canvasToWorld(at.clientX - box.left, at.clientY - box.top);
  return point ? reader.overlays.samples(index, point).map(describe).join('\n') : '';
}

function describe({ modality, value, unit, parts }: OverlaySample): string {
  if (value !== undefined) return [modality, figure(value), unit].filter(Boolean).join(' ');
  const names = (parts ?? []).map(({ label, share }) =>
    share < 1 ? `${label} ${Math.round(share * 100)}%` : label,
  );
  return names.join(', ');
}
