import type { TextsLike } from '../texts.ts';
import type { administration as zh } from '../zh-CN/administration.ts';

export const administration: TextsLike<typeof zh> = {
  title: 'Administration',
  documentTitle: '{{section}} · Yunying',
  back: 'Studies',
  forbidden: 'You may not open “{{section}}”',
  forbiddenDetail: 'Ask your administrator.',
  sections: {
    audit: 'Audit trail',
    his: 'HIS systems',
    sharing: 'Sharing',
    people: 'People',
    rules: 'Rules',
    keys: 'Keys of programs',
    sessions: 'Sessions',
    emergencies: 'Emergency access',
  },
};
