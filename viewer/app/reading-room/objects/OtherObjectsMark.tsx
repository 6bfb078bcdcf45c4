import { useTranslation } from '../../../i18n/index.ts';
import type { Reader } from '../../../imaging/index.ts';
import classes from './ObjectPane.module.css';

/** Over the frames of a series that also holds a video, a report or the like: the way there. */
export function OtherObjectsMark({ reader, index }: { reader: Reader; index: number }) {
  const { t } = useTranslation('objects');
  const [first, ...rest] = reader.objects.all(index);
  if (!first) return null;
  return (
    <button
      type="button"
      className={classes.others}
      onPointerDown={(event) => event.stopPropagation()}
      onClick={() => reader.objects.choose(index, first.sopInstanceUid)}
    >
      {t('others', { count: rest.length + 1 })}
    </button>
  );
}
