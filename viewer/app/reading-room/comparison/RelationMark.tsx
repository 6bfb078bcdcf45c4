import { useTranslation } from '../../../i18n/index.ts';
import type { Reader } from '../../../imaging/index.ts';
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

/** Why a viewport does not go along with the others, where it does not. */
export function FollowText({ reader, index }: { reader: Reader; index: number }) {
  const { t } = useTranslation('comparison');
  useComparison(reader);
  const { comparison } = reader;
  const state = comparison.linking.followState(index);
  if (!comparison.active || state === 'following' || comparison.linking.leader === index) return null;
  return <span className={classes.follow}>{t(`follow.${state}`)}</span>;
}
