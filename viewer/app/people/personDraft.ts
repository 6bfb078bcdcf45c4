import type { Person, PersonInput } from '../../identity/index.ts';

/** A person as it stands in the form: lists are lines. */
export interface PersonDraft {
  login: string;
  name: string;
  phone: string;
  role: PersonInput['role'];
  institutions: string;
  departments: string;
}

export const emptyDraft: PersonDraft = {
  login: '',
  name: '',
  phone: '',
  role: 'radiologist',
  institutions: '',
  departments: '',
};

export const draftOf = ({ login, name, phone, role, institutions, departments }: Person): PersonDraft => ({
  login,
  name,
  phone: phone ?? '',
  role,
  institutions: institutions.join('\n'),
  departments: departments.join('\n'),
});

/** What is sent: without spaces around it, empty lines and what is named twice. */
export const inputOf = (draft: PersonDraft): PersonInput => ({
  login: draft.login.trim(),
  name: draft.name.trim(),
  phone: draft.phone.trim() || null,
  role: draft.role,
  institutions: linesOf(draft.institutions),
  departments: linesOf(draft.departments),
});

const linesOf = (text: string): string[] => [
  ...new Set(
    text
      .split('\n')
      .map((line) => line.trim())
      .filter(Boolean),
  ),
];

/**
 * The version that a change is made to. Setting a password, disabling and the like raise it too: as long as what is entered is as it
 * was, the newest; else the one that was edited, which the server then refuses.
 */
export const versionToChange = (edited: Person, now: Person): number =>
  JSON.stringify(draftOf(edited)) === JSON.stringify(draftOf(now)) ? now.version : edited.version;
