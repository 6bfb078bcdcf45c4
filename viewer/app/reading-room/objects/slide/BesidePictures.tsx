import { renderedPath, string } from '../../../../dicomweb/index.ts';
import { useTranslation } from '../../../../i18n/index.ts';
import type { Slide } from '../../../../imaging/index.ts';
import { Picture } from '../../../../ui/index.ts';
import classes from './SlidePane.module.css';

/** Label and overview of the glass, as the server draws them. */
export function BesidePictures({ pictures }: { pictures: Slide['beside'] }) {
  const { t } = useTranslation('objects');
  if (pictures.length === 0) return null;
  return (
    <details className={classes.beside}>
      <summary>{t('slide.beside')}</summary>
      {pictures.map(({ flavor, instance }) => {
        const known =
          flavor === 'LABEL' || flavor === 'OVERVIEW' || flavor === 'LOCALIZER' ? flavor : undefined;
        const name = known ? t(`slide.besides.${known}`) : flavor;
        const address = {
          studyInstanceUid: string(instance, 'StudyInstanceUID') ?? '',
          seriesInstanceUid: string(instance, 'SeriesInstanceUID') ?? '',
          sopInstanceUid: string(instance, 'SOPInstanceUID') ?? '',
          frameNumber: 1,
        };
        return (
          <figure key={address.sopInstanceUid}>
            <Picture src={renderedPath(address, 512)} alt={name} />
            <figcaption>{name}</figcaption>
          </figure>
        );
      })}
    </details>
  );
}
