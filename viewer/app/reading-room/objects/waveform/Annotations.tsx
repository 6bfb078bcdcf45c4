import { codeMeaning, useLanguage, useTranslation } from '../../../../i18n/index.ts';
import type { WaveformAnnotation } from '../../../../imaging/index.ts';
import { unitText } from '../report/valueTexts.ts';
import classes from './WaveformPane.module.css';

/** What the recorder measured and said of the whole waveform; marks of single moments are not listed. */
export function Annotations({ annotations }: { annotations: readonly WaveformAnnotation[] }) {
  const { t } = useTranslation('objects');
  const language = useLanguage();
  const listed = annotations.filter(
    ({ ofMoments, text, code }) => !ofMoments && (text ?? code) !== undefined,
  );
  if (listed.length === 0) return null;
  return (
    <section className={classes.annotations}>
      <h2>{t('waveform.annotations')}</h2>
      <ul>
        {listed.map(({ concept, code, text, unit }, i) => (
          <li key={i}>
            {concept && <span>{codeMeaning(concept, language)}</span>}{' '}
            <b>
              {[
                text ?? (code && codeMeaning(code, language)),
                unit && unitText({ value: unit, scheme: 'UCUM', meaning: unit }),
              ]
                .filter(Boolean)
                .join(' ')}
            </b>
          </li>
        ))}
      </ul>
    </section>
  );
}
