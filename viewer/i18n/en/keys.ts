import type { TextsLike } from '../texts.ts';
import type { keys as zh } from '../zh-CN/keys.ts';

export const keys: TextsLike<typeof zh> = {
  intro:
    'Programs (RIS, statistics, archiving) come with a key and may do what the chosen rules allow. It is sent as Authorization: Bearer.',
  create: 'Make a key',
  createTitle: 'Make a key',
  none: 'There are no keys yet',
  columns: {
    name: 'Name',
    rules: 'May',
    addresses: 'From',
    expires: 'Valid until',
    used: 'Last used',
    state: 'State',
  },
  fields: {
    name: 'What for',
    rules: 'Rights (rules)',
    rulesHint:
      'Only rules that allow something and work for programs. For other rights first add a rule for the role “Program (key)” on the page of rules.',
    addresses: 'Only from these addresses',
    addressHint: 'For example 10.0.0.0/8; nothing: from anywhere',
    expires: 'Valid until (empty: for ever)',
  },
  anywhere: 'anywhere',
  never: 'for ever',
  notUsed: 'never',
  state: { good: 'valid', revoked: 'revoked', expired: 'expired' },
  revoke: 'Revoke',
  revokeQuestion:
    'Revoke the key “{{name}}”? Programs that use it are shut out at once; this cannot be undone.',
  shownTitle: 'The key is made',
  shown: 'Copy it now and keep it safe. It is not shown again.',
  copy: 'Copy',
  copied: 'Copied',
  done: 'I have kept it',
  problem: 'It did not work: {{reason}}',
  noRules: 'Choose at least one rule.',
  goneRule: '(a deleted rule)',
  sessionsIntro: 'Everybody who is signed in now. Ending a session holds at once.',
  sessionsCount_one: '{{count}} session',
  sessionsCount_other: '{{count}} sessions',
  kind: { browser: 'Browser', embed: 'In a HIS', share: 'Share', key: 'Key' },
  sessionColumns: {
    who: 'Who',
    kind: 'How',
    device: 'Device',
    address: 'Address',
    since: 'Since',
    seen: 'Last used',
  },
  current: 'this session',
  end: 'End',
  nobody: '(no account)',
};
