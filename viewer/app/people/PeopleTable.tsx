import { useTranslation } from '../../i18n/index.ts';
import type { Person } from '../../identity/index.ts';
import rows from '../administration/rows.module.css';
import { useRoleText } from '../session/index.ts';
import { PersonState } from './PersonState.tsx';

interface PeopleTableProps {
  people: readonly Person[];
  onOpen: (person: Person) => void;
}

/** One row for each; on a small screen one card. */
export function PeopleTable({ people, onOpen }: PeopleTableProps) {
  const { t } = useTranslation('people');
  const roleText = useRoleText();
  const listText = (names: readonly string[]): string =>
    names.map((name) => (name === '*' ? t('all') : name)).join('、') || '–';
  return (
    <div className={rows.scroll}>
      <table className={rows.table}>
        <thead>
          <tr>
            <th scope="col">{t('columns.name')}</th>
            <th scope="col">{t('columns.login')}</th>
            <th scope="col">{t('columns.role')}</th>
            <th scope="col">{t('columns.institutions')}</th>
            <th scope="col">{t('columns.departments')}</th>
            <th scope="col">{t('columns.phone')}</th>
            <th scope="col">{t('columns.state')}</th>
          </tr>
        </thead>
        <tbody>
          {people.map((person) => (
            <tr key={person.id} data-person={person.login} onClick={() => onOpen(person)}>
              <td>
                <button
                  type="button"
                  className={rows.who}
                  onClick={(event) => {
                    event.stopPropagation();
                    onOpen(person);
                  }}
                >
                  {person.name}
                </button>
              </td>
              <td data-label={t('columns.login')}>{person.login}</td>
              <td data-label={t('columns.role')}>{roleText(person.role)}</td>
              <td data-label={t('columns.institutions')}>{listText(person.institutions)}</td>
              <td data-label={t('columns.departments')}>{listText(person.departments)}</td>
              <td data-label={t('columns.phone')}>{person.phone ?? '–'}</td>
              <td data-label={t('columns.state')}>
                <PersonState person={person} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
