import type { AuditEvent } from '../../identity/index.ts';

interface Kind {
  event: string;
  type?: string;
  action?: AuditEvent['action'];
}

/** What people call events, by what is written down: for one of several types or actions the particular ones stand first. */
export const eventKinds = {
  signIn: { event: 'userAuthentication', type: 'login' },
  signOut: { event: 'userAuthentication', type: 'logout' },
  query: { event: 'query' },
  view: { event: 'instancesAccessed', action: 'R' },
  change: { event: 'instancesAccessed', action: 'U' },
  deletePart: { event: 'instancesAccessed', action: 'D' },
  deleteStudy: { event: 'studyDeleted' },
  upload: { event: 'import' },
  export: { event: 'export' },
  restricted: { event: 'securityAlert', type: 'useOfRestrictedFunction' },
  account: { event: 'securityAlert', type: 'userSecurityAttributesChanged' },
  role: { event: 'securityAlert', type: 'securityRolesChanged' },
  rule: { event: 'securityAlert', type: 'objectSecurityAttributesChanged' },
  settings: { event: 'securityAlert', type: 'securityConfiguration' },
  emergency: { event: 'securityAlert', type: 'emergencyOverrideStarted' },
  node: { event: 'securityAlert', type: 'nodeAuthentication' },
  alert: { event: 'securityAlert' },
  log: { event: 'auditLogUsed' },
  system: { event: 'applicationActivity' },
} as const satisfies Record<string, Kind>;

export type EventKind = keyof typeof eventKinds;

export const kindNames = Object.keys(eventKinds) as EventKind[];

/** undefined: of another version of the server */
export function kindOf({
  event,
  type,
  action,
}: Pick<AuditEvent, 'event' | 'type' | 'action'>): EventKind | undefined {
  return kindNames.find((name) => {
    const kind: Kind = eventKinds[name];
    return (
      kind.event === event &&
      (kind.type === undefined || kind.type === type) &&
      (kind.action === undefined || kind.action === action)
    );
  });
}
