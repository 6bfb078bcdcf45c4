import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { listRefused } from '../../dicomweb/index.ts';
import { useTranslation } from '../../i18n/index.ts';
import classes from './RefusedLink.module.css';

/** The way to the files that were not stored, for those who may see them; with their number when there are any. */
export function RefusedLink() {
  const { t } = useTranslation('refused');
  const { data, isError } = useQuery({
    queryKey: ['refused'],
    queryFn: ({ signal }) => listRefused({ signal }),
    staleTime: 60_000,
  });
  if (isError || !data) return null;
  const count = data.files.length;
  return (
    <Link className={classes.link} data-some={count > 0} to="/refused">
      {count > 0 ? t('linkCount', { count }) : t('link')}
    </Link>
  );
}
