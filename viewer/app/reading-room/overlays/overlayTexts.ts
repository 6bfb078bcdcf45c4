import type { useTranslation } from '../../../i18n/index.ts';
import type { OverlayFault, OverlayNote } from '../../../imaging/index.ts';
import { faultText as volumeFaultText } from '../planes/volumeTexts.ts';

type Translate = ReturnType<typeof useTranslation<'overlays'>>['t'];

/** Why an overlay is not drawn, in a few words. */
export function faultText(
  fault: OverlayFault,
  t: Translate,
  planes: Parameters<typeof volumeFaultText>[1],
): string {
  if (fault.code === 'unreadable') return t('faults.unreadable', { message: fault.message });
  if (fault.code === 'no-volume')
    return t('faults.no-volume', { reason: volumeFaultText(fault.fault, planes) });
  return t(`faults.${fault.code}`);
}

export function noteText(note: OverlayNote, t: Translate): string {
  return note.code === 'no-suv' ? t('notes.no-suv') : t(`notes.${note.code}`, { count: note.count });
}

/** Four digits, which is what readings are compared with. */
export function figure(value: number): string {
  if (value === 0 || Number.isInteger(value)) return String(value);
  return Math.abs(value) >= 1e5 || Math.abs(value) < 1e-3
    ? value.toExponential(3)
    : String(Number(value.toPrecision(4)));
}
