import { expect, it } from 'vitest';
import { identityOf } from '../identityOf.ts';

const claims = { iss: 'https://login.example', sub: '4711' };
const none = { institutions: [] };
const mapped = (claim: string) => ({
  institutions: ['*'],
  roles: {
    claim,
    roles: [
      { value: 'it', role: 'administrator' },
      { value: 'radiology', role: 'radiologist' },
      { value: 'constructor', role: 'technician' },
    ],
  } as const,
});

it('knows somebody by issuer and subject, and no mail', () => {
  expect(identityOf({ ...claims, email: 'li@example.com', name: ' 李娜 ' }, none)).toEqual({
    ...{ issuer: claims.iss, subject: claims.sub, institutions: [] },
    ...{ name: '李娜', login: undefined, role: undefined },
  });
  // What is no text is no name.
  expect(identityOf({ ...claims, name: { x: 1 }, preferred_username: 5 }, none)).toMatchObject({
    ...{ name: undefined, login: undefined },
  });
  expect(identityOf({ ...claims, preferred_username: 'li' }, none)).toMatchObject({
    name: 'li',
    login: 'li',
  });
});

it.each([
  [{ sub: 'x' }],
  [{ iss: 'x' }],
  [{ iss: 'x', sub: '' }],
  [{ iss: 'x', sub: 5 }],
  [{ iss: 'x', sub: 'x'.repeat(256) }],
])('takes nobody of %j', (wrong) => {
  expect(() => identityOf(wrong, none)).toThrow();
});

it.each([
  ['a list', 'groups', { groups: ['radiology', 'it'] }, 'administrator'],
  ['a text', 'department', { department: 'radiology' }, 'radiologist'],
  ['a path', 'realm_access.roles', { realm_access: { roles: ['radiology'] } }, 'radiologist'],
  ['a name with dots', 'https://a.example/roles', { 'https://a.example/roles': ['it'] }, 'administrator'],
  ['another value', 'groups', { groups: ['Radiology', 'radiology '] }, 'none'],
  ['part of a text', 'groups', { groups: 'radiology,it' }, 'none'],
  ['no claim', 'groups', {}, 'none'],
  ['a claim that is none', 'groups', { groups: { 0: 'it' } }, 'none'],
  ['what every object has', 'constructor.name', {}, 'none'],
])('gives a role by %s', (_what, claim, more, role) => {
  expect(identityOf({ ...claims, ...more }, mapped(claim)).role).toBe(role);
});
