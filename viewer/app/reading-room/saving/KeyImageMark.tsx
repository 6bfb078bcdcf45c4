import { IconStarFilled } from '@tabler/icons-react';
import { useTranslation } from '../../../i18n/index.ts';
import { keyImageOf, keyOfImage, type Reader, type ViewState } from '../../../imaging/index.ts';
import { useKeyImages } from './useReports.ts';
import classes from './KeyImageMark.module.css';

/** A star over an image that somebody marked as a key image. */
export function KeyImageMark({ reader, state }: { reader: Reader; state: ViewState }) {
  const { t } = useTranslation('saving');
  const images = useKeyImages(reader);
  const frame = state.error ? undefined : keyImageOf(state.frame);
  const marks = frame ? images.filter((image) => keyOfImage(image) === keyOfImage(frame)) : [];
  if (marks.length === 0) return null;
  const own = marks.some(({ foreign }) => !foreign);
  return (
    <span className={classes.mark} data-own={own}>
      <IconStarFilled size={16} aria-hidden /> {t(own ? 'keyImages.mark' : 'keyImages.markOfOthers')}
    </span>
  );
}
