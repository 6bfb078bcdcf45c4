import { formatPersonName, type PersonName } from '../../dicomweb/index.ts';
import { useLanguage, useTranslation } from '../../i18n/index.ts';
import { GuessedMark } from '../GuessedMark.tsx';
import classes from './PatientName.module.css';

/** A patient's name as the reader's language wants it, the other script dimmed behind it. */
export function PatientName({
  name,
  guessed,
}: {
  name: PersonName | undefined;
  guessed: string | undefined;
}) {
  const { t } = useTranslation();
  const shown = formatPersonName(name, useLanguage());
  if (!shown) return <span className={classes.second}>{t('noName')}</span>;
  return (
    <>
      <bdi className={classes.first}>{shown.primary}</bdi>
      {shown.secondary !== undefined && <bdi className={classes.second}> {shown.secondary}</bdi>}
      <GuessedMark characterSet={guessed} />
    </>
  );
}
