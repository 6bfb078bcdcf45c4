import { useTranslation } from '../../../i18n/index.ts';
import type { Reader, ViewState } from '../../../imaging/index.ts';
import { useReports } from '../saving/useReports.ts';
import { useReaderState } from '../useReader.ts';
import { useCover } from './useCover.ts';

/** What besides the window decides how the picture looks, and what of it is switched off or could not be done. */
export function PresentationTexts({
  reader,
  index,
  state,
}: {
  reader: Reader;
  index: number;
  state: ViewState;
}) {
  const { t } = useTranslation('presentation');
  const { hidden } = useReaderState(reader);
  const { shownState } = useReports(reader);
  const found = useCover(reader, index, state);
  const { frame, voiLut, error } = state;
  if (!frame || error) return null;
  const applied =
    !frame.derived && shownState?.images.includes(frame.sopInstanceUid) ? shownState : undefined;
  const lines = [
    applied && t('corner.state', { label: applied.label || applied.description || t('corner.unnamed') }),
    voiLut && t('corner.voiLut', { name: voiLut.explanation || String(voiLut.index + 1) }),
    hidden.shutters && found?.all.shutter && t('corner.shutterOff'),
    hidden.overlays && found && found.all.overlays > 0 && t('corner.overlaysOff'),
    !hidden.overlays && found?.all.failed && t('corner.overlaysFailed'),
    ...frame.unreadable.map((what) => t(`corner.unreadable.${what}`)),
  ];
  return lines.map((line, i) => line && <span key={i}>{line}</span>);
}
