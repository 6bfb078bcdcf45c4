import { useTranslation } from '../../i18n/index.ts';
import { personRoles } from '../../identity/index.ts';

/** A role in the reader's language; one that is not known here as the server calls it. */
export function useRoleText(): (role: string) => string {
  const { t } = useTranslation('signIn');
  return (role) => {
    const known = personRoles.find((one) => one === role);
    return known ? t(`roles.${known}`) : role;
  };
}
