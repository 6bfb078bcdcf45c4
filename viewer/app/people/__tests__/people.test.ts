import { describe, expect, it } from 'vitest';
import type { Person } from '../../../identity/index.ts';
import { matchesSearch } from '../matchesSearch.ts';
import { draftOf, emptyDraft, inputOf, versionToChange } from '../personDraft.ts';
import { stateOf } from '../PersonState.tsx';

const person: Person = {
  id: '1',
  login: 'LiNa',
  name: '李娜',
  phone: '+8613800138000',
  role: 'radiologist',
  institutions: ['第一人民医院', 'Hospital, East'],
  departments: ['放射科'],
  hasPassword: true,
  hasTotp: false,
  lockedUntil: null,
  disabledAt: null,
  createdAt: '2026-01-01T00:00:00Z',
  version: 3,
};

describe('matchesSearch', () => {
  it.each([
    ['', true],
    ['  ', true],
    ['lina', true],
    ['李', true],
    ['1380', true],
    ['east 放射', true],
    ['ｌｉｎａ', true],
    ['east west', false],
    ['外科', false],
  ])('%j: %s', (search, found) => {
    expect(matchesSearch(person, search)).toBe(found);
  });
});

describe('inputOf', () => {
  it('takes each line once, without what is empty', () => {
    const draft = {
      ...emptyDraft,
      login: ' li ',
      name: '李',
      phone: ' ',
      institutions: ' A, B \n\nC\nA, B\n',
    };
    expect(inputOf(draft)).toEqual({
      login: 'li',
      name: '李',
      phone: null,
      role: 'radiologist',
      institutions: ['A, B', 'C'],
      departments: [],
    });
  });

  it('gives back what was there', () => {
    const { login, name, phone, role, institutions, departments } = person;
    expect(inputOf(draftOf(person))).toEqual({ login, name, phone, role, institutions, departments });
  });
});

describe('versionToChange', () => {
  it('is the newest where nothing that is entered has changed, else the one that was edited', () => {
    expect(versionToChange(person, { ...person, version: 5, hasTotp: true })).toBe(5);
    expect(versionToChange(person, { ...person, version: 5, name: '李四' })).toBe(3);
  });
});

describe('stateOf', () => {
  const now = Date.parse('2026-06-01T12:00:00Z');
  it.each([
    [{}, 'active'],
    [{ hasPassword: false }, 'noPassword'],
    [{ lockedUntil: '2026-06-01T12:00:01Z' }, 'locked'],
    [{ lockedUntil: '2026-06-01T11:59:59Z' }, 'active'],
    [{ disabledAt: '2026-05-01T00:00:00Z', lockedUntil: '2026-06-02T00:00:00Z' }, 'disabled'],
  ])('%j: %s', (change, state) => {
    expect(stateOf({ ...person, ...change }, now)).toBe(state);
  });
});
