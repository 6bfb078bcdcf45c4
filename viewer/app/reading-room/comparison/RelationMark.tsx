import { useTranslation } from '../../../i18n/index.ts';
import type { Reader } from '../../../imaging/index.ts';
import { followText } from './registrationText.ts';
import { useComparison } from './useComparison.ts';
import classes from './comparison.module.css';

/** `Current` or `Prior`, in the colour of either, before the date of an image that is compared. */
export function RelationMark({ reader, index }: { reader: Reader; index: number }) {
  const { t } = useTranslation('comparison');
  useComparison(reader);
  const relation = reader.comparison.relation(index);
  if (!relation) return null;
  return (
    <span className={classes.relation} data-relation={relation}>
      {`${t(`relation.${relation}`)} `}
    </span>
  );
}

/** Why a viewport does not go along with the others, where it does not; and by what it does, where that is not what one expects. */
export function FollowText({ reader, index }: { reader: Reader; index: number }) {
  const { t } = useTranslation('comparison');
  useComparison(reader);
  const { comparison } = reader;
  if (!comparison.active) return null;
  const { currentIndex, linking } = comparison;
  const leads = linking.leader === index;
  const follow = leads ? 'following' : linking.followState(index);
  const beside = comparison.relation(index) !== 'current';
  // Others are registered with the current exam: as long as that goes along, there is nothing to be said of it.
  if (!beside && follow === 'following') return null;
  const other = beside ? index : linking.leader;
  const { accepted } = comparison.progress(currentIndex, other);
  const text = followText(follow, comparison.registration(currentIndex, other), accepted);
  return text ? <span className={classes.follow}>{t(`follow.${text}`)}</span> : null;
}
