import { formatDateAndTime, formatPersonName, name, string, number } from '../../../dicomweb/index.ts';
import { sopClassName, useLanguage, useTranslation } from '../../../i18n/index.ts';
import type { SeriesObject } from '../../../imaging/index.ts';
import type { ObjectInViewport } from './objectPaneProps.ts';
import classes from './ObjectPane.module.css';

/** Whose object, of which day and series, and which of its series: always there while an object is shown. */
export function ObjectHead({ reader, index, object }: ObjectInViewport) {
  const { t } = useTranslation(['objects', 'common']);
  const language = useLanguage();
  const [instance] = object.instances;
  const all = reader.objects.all(index);
  const framed = (reader.view(index)?.state.stack?.frames.length ?? 0) > 0;
  const patient = formatPersonName(name(instance, 'PatientName'), language);
  const nameOf = (one: SeriesObject): string =>
    [
      string(one.instances[0], 'InstanceNumber'),
      string(one.instances[0], '00420010') ?? sopClassName(one.sopClassUid, language),
    ]
      .filter(Boolean)
      .join('. ');
  return (
    <header className={classes.head}>
      <strong>{patient?.primary ?? t('common:noName')}</strong>
      <span>{string(instance, 'PatientID')}</span>
      <span>{formatDateAndTime(string(instance, 'StudyDate'), string(instance, 'StudyTime'), language)}</span>
      <span className={classes.series}>
        {[
          string(instance, 'Modality'),
          number(instance, 'SeriesNumber'),
          string(instance, 'SeriesDescription') ?? string(instance, 'StudyDescription'),
        ]
          .filter((part) => part !== undefined)
          .join(' · ')}
      </span>
      {(all.length > 1 || framed) && (
        <select
          aria-label={t('choose')}
          value={object.sopInstanceUid}
          onChange={({ target }) => reader.objects.choose(index, target.value || undefined)}
        >
          {framed && <option value="">{t('frames')}</option>}
          {all.map((one) => (
            <option key={one.sopInstanceUid} value={one.sopInstanceUid}>
              {nameOf(one)}
            </option>
          ))}
        </select>
      )}
    </header>
  );
}
