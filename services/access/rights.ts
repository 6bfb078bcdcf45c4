/** What one may be allowed to do with a study. */
export const studyRights = [
  'read',
  'download',
  'upload',
  'delete',
  'share',
  'report',
  'break-glass',
] as const;

/** What one may be allowed to do apart from any study: people and rules; the audit trail; metrics and states. */
export const systemRights = ['administrate', 'audit', 'monitor'] as const;

export const rights = [...studyRights, ...systemRights] as const;

export type Right = (typeof rights)[number];

const bits = new Map<Right, number>(rights.map((right, index) => [right, 1 << index]));

/** Its place in a bit mask of rights. */
export const rightBit = (right: Right): number => bits.get(right) ?? 0;
