import { Button } from '@mantine/core';
import { IconListSearch, IconLogout, IconUserCircle, IconUserCog, IconUsers } from '@tabler/icons-react';
import { useState, type MouseEvent } from 'react';
import { Link } from 'react-router';
import { useTranslation } from '../../i18n/index.ts';
import { Dropdown, Tooltip } from '../../ui/index.ts';
import { leaveSession } from './leaveSession.ts';
import { unsavedWork } from './unsavedWork.ts';
import { useRoleText } from './useRoleText.ts';
import { useSession } from './useSession.ts';
import classes from './PersonMenu.module.css';

const icon = { size: 18, stroke: 1.6, 'aria-hidden': true } as const;

interface PersonMenuProps {
  /** The name only where there is much room. */
  tight?: boolean;
}

/** Who is signed in, and what is theirs. Nothing where nobody signs in. */
export function PersonMenu({ tight = false }: PersonMenuProps) {
  const { t } = useTranslation('signIn');
  const session = useSession();
  if (session.status !== 'signed-in') return null;
  const { name } = session.person;
  return (
    <Dropdown
      label={t('menu.label', { name })}
      renderTarget={(target) => (
        <Tooltip label={name}>
          <Button
            {...target}
            className={classes.target}
            data-tight={tight}
            variant="subtle"
            color="gray"
            aria-label={t('menu.label', { name })}
            leftSection={<IconUserCircle {...icon} />}
          >
            <span className={classes.name}>{name}</span>
          </Button>
        </Tooltip>
      )}
    >
      {(close) => <PersonChoices close={close} />}
    </Dropdown>
  );
}

/** The same as a list. */
export function PersonChoices({ close }: { close: () => void }) {
  const { t } = useTranslation(['signIn', 'saving']);
  const roleText = useRoleText();
  const session = useSession();
  const [failed, setFailed] = useState(false);
  if (session.status !== 'signed-in') return null;
  const { person, rights } = session;
  const mayLeave = (): boolean => {
    const { count, kept } = unsavedWork.now;
    return count === 0 || kept || window.confirm(t('saving:leave', { count }));
  };
  const leave = (): void => {
    setFailed(false);
    if (mayLeave()) leaveSession().catch(() => setFailed(true));
  };
  const onLink = (event: MouseEvent): void => {
    if (mayLeave()) close();
    else event.preventDefault();
  };
  return (
    <div className={classes.menu}>
      <p>
        <strong>{person.name}</strong>
        <span>
          {person.login} · {roleText(person.role)}
        </span>
      </p>
      <Link to="/account" className="yy-target" onClick={onLink}>
        <IconUserCog {...icon} /> {t('menu.account')}
      </Link>
      {rights.includes('administrate') && (
        <Link to="/people" className="yy-target" onClick={onLink}>
          <IconUsers {...icon} /> {t('menu.people')}
        </Link>
      )}
      {rights.includes('audit') && (
        <Link to="/audit" className="yy-target" onClick={onLink}>
          <IconListSearch {...icon} /> {t('menu.audit')}
        </Link>
      )}
      <button type="button" className="yy-target" onClick={leave}>
        <IconLogout {...icon} /> {t('menu.signOut')}
      </button>
      {failed && (
        <p role="alert" className={classes.failed}>
          {t('menu.signOutFailed')}
        </p>
      )}
    </div>
  );
}
