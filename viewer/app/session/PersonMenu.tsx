import { Button } from '@mantine/core';
import { IconLogout, IconUrgent, IconUserCircle, IconUserCog } from '@tabler/icons-react';
import { useState, type MouseEvent } from 'react';
import { Link } from 'react-router';
import { useTranslation } from '../../i18n/index.ts';
import { Dropdown, Tooltip } from '../../ui/index.ts';
import { sectionsFor } from '../administration/sections.ts';
import { leaveSession } from './leaveSession.ts';
import { unsavedWork } from './unsavedWork.ts';
import { useRoleText } from './useRoleText.ts';
import { useSession } from './useSession.ts';
import { useUnreadNotices } from './useUnreadNotices.ts';
import classes from './PersonMenu.module.css';

const icon = { size: 18, stroke: 1.6, 'aria-hidden': true } as const;

/** Who may do these is told of emergencies. */
const reviewing: readonly string[] = ['administrate', 'audit'];

interface PersonMenuProps {
  /** The name only where there is much room. */
  tight?: boolean;
}

/** Who is signed in, and what is theirs. Nothing where nobody signs in. */
export function PersonMenu({ tight = false }: PersonMenuProps) {
  const { t } = useTranslation(['signIn', 'emergency']);
  const session = useSession();
  // Not beside images: nothing is asked for there that is not about them.
  const unread = useUnreadNotices(
    !tight && session.status === 'signed-in' && session.rights.some((right) => reviewing.includes(right)),
  );
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
            {unread > 0 && (
              <span
                className={classes.unread}
                role="status"
                aria-label={t('emergency:notices', { count: unread })}
              >
                {unread}
              </span>
            )}
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
  const { t } = useTranslation(['signIn', 'saving', 'administration', 'emergency']);
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
      {rights.includes('break-glass') && (
        <Link to="/emergency" className="yy-target" onClick={onLink}>
          <IconUrgent {...icon} /> {t('emergency:title')}
        </Link>
      )}
      {sectionsFor(rights).map(({ id, path, icon: SectionIcon }) => (
        <Link key={id} to={path} className="yy-target" onClick={onLink}>
          <SectionIcon {...icon} /> {t(`administration:sections.${id}`)}
        </Link>
      ))}
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
