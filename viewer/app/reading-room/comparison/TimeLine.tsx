import { formatDate } from '../../../dicomweb/index.ts';
import { useLanguage, useTranslation } from '../../../i18n/index.ts';
import { mostPriors, type Reader } from '../../../imaging/index.ts';
import { priorTexts } from './priorText.ts';
import { useCompare, useComparison } from './useComparison.ts';
import classes from './comparison.module.css';

interface Mark {
  uid: string;
  text: string;
  title: string;
  relation: 'current' | 'prior' | 'later';
  worth: boolean;
}

/** The patient's studies from the oldest to the newest; a click takes one into the comparison or out of it. */
export function TimeLine({ reader }: { reader: Reader }) {
  const { t } = useTranslation('comparison');
  const language = useLanguage();
  const { priors = [], studies } = useComparison(reader);
  const compare = useCompare(reader);
  const current = reader.state.studies[0];
  const others = priors.map((prior): Mark & { moment: string } => {
    const texts = priorTexts(prior, language);
    return {
      uid: prior.study.studyInstanceUid,
      text: texts.date,
      title: Object.values(texts).filter(Boolean).join(' · '),
      relation: prior.later ? 'later' : 'prior',
      worth: prior.worth,
      moment: prior.study.studyDate ?? '',
    };
  });
  const own = current && {
    uid: current.studyInstanceUid,
    text: formatDate(current.study?.studyDate, language) ?? '',
    title: t('relation.current'),
    relation: 'current' as const,
    worth: false,
    moment: current.study?.studyDate ?? '',
  };
  // Newest first as they were found, the current one between those before and after it.
  const later = others.filter(({ relation }) => relation === 'later');
  const earlier = others.filter(({ relation }) => relation === 'prior');
  const line = [...later, ...(own ? [own] : []), ...earlier].toReversed();
  return (
    <ol className={classes.timeLine} aria-label={t('timeLine')}>
      {line.map(({ uid, text, title, relation, worth }) => {
        const compared = studies.includes(uid);
        const shown = relation === 'current' || compared;
        return (
          <li key={uid} data-relation={relation} data-shown={shown} data-worth={worth}>
            <button
              type="button"
              className="yy-target"
              title={title}
              aria-pressed={shown}
              disabled={relation === 'current' || (!compared && studies.length >= mostPriors)}
              onClick={() => compare(compared ? studies.filter((one) => one !== uid) : [...studies, uid])}
            >
              <i aria-hidden />
              {text}
            </button>
          </li>
        );
      })}
    </ol>
  );
}
