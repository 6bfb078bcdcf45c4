import { useTranslation } from '../i18n/index.ts';
import classes from './GuessedMark.module.css';

/**
 * A discreet sign behind a name that was recognised to be in another character set than its file declares: it may be
 * wrong. Nothing for others.
 */
export function GuessedMark({ characterSet }: { characterSet: string | undefined }) {
  const { t } = useTranslation();
  if (characterSet === undefined) return null;
  const text = t('guessedTexts', { characterSet });
  return (
    <abbr className={classes.mark} title={text} aria-label={text} data-guessed={characterSet}>
      ≈
    </abbr>
  );
}
