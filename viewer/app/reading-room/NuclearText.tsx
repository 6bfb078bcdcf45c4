import { useTranslation } from '../../i18n/index.ts';
import { nuclearPlace, type FrameRef } from '../../imaging/index.ts';

/** Of nuclear medicine images: which energy window, detector, phase… the frame is of. */
export function NuclearText({ frame }: { frame: FrameRef }) {
  const { t } = useTranslation('objects');
  if (frame.modality !== 'NM' || frame.derived) return null;
  const places = nuclearPlace(frame.instance, frame.frameNumber);
  if (places.length === 0) return null;
  return (
    <span>
      {places
        .map(({ index, value, count, name }) =>
          [t(`nuclear.${index}`), count > 1 ? `${value}/${count}` : '', name].filter(Boolean).join(' '),
        )
        .join('  ')}
    </span>
  );
}
