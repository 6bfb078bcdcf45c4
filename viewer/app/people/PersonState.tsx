import { useTranslation } from '../../i18n/index.ts';
import type { Person } from '../../identity/index.ts';
import classes from './people.module.css';

/** Whether somebody may sign in, and how. */
export function PersonState({ person }: { person: Person }) {
  const { t } = useTranslation('people');
  const state = stateOf(person);
  return (
    <span className={classes.state} data-state={state}>
      {t(`state.${state}`)}
      {person.hasTotp && <span> · {t('totp')}</span>}
    </span>
  );
}

export function stateOf(
  { disabledAt, lockedUntil, hasPassword }: Pick<Person, 'disabledAt' | 'lockedUntil' | 'hasPassword'>,
  now = Date.now(),
): 'disabled' | 'locked' | 'noPassword' | 'active' {
  if (disabledAt !== null) return 'disabled';
  if (lockedUntil !== null && Date.parse(lockedUntil) > now) return 'locked';
  return hasPassword ? 'active' : 'noPassword';
}
