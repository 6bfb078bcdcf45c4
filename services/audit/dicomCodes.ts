/** A concept of PS3.16, coding scheme DCM. */
export interface Code {
  code: string;
  meaning: string;
}

/** EventID: context group 400. */
export const eventCodes = {
  applicationActivity: { code: '110100', meaning: 'Application Activity' },
  auditLogUsed: { code: '110101', meaning: 'Audit Log Used' },
  beginTransferring: { code: '110102', meaning: 'Begin Transferring DICOM Instances' },
  instancesAccessed: { code: '110103', meaning: 'DICOM Instances Accessed' },
  instancesTransferred: { code: '110104', meaning: 'DICOM Instances Transferred' },
  studyDeleted: { code: '110105', meaning: 'DICOM Study Deleted' },
  export: { code: '110106', meaning: 'Export' },
  import: { code: '110107', meaning: 'Import' },
  query: { code: '110112', meaning: 'Query' },
  securityAlert: { code: '110113', meaning: 'Security Alert' },
  userAuthentication: { code: '110114', meaning: 'User Authentication' },
} as const satisfies Record<string, Code>;

/** EventTypeCode: context groups 401 and 403. */
export const eventTypeCodes = {
  applicationStart: { code: '110120', meaning: 'Application Start' },
  applicationStop: { code: '110121', meaning: 'Application Stop' },
  login: { code: '110122', meaning: 'Login' },
  logout: { code: '110123', meaning: 'Logout' },
  nodeAuthentication: { code: '110126', meaning: 'Node Authentication' },
  emergencyOverrideStarted: { code: '110127', meaning: 'Emergency Override Started' },
  securityConfiguration: { code: '110129', meaning: 'Security Configuration' },
  useOfRestrictedFunction: { code: '110132', meaning: 'Use of Restricted Function' },
  auditRecordingStopped: { code: '110133', meaning: 'Audit Recording Stopped' },
  auditRecordingStarted: { code: '110134', meaning: 'Audit Recording Started' },
  objectSecurityAttributesChanged: { code: '110135', meaning: 'Object Security Attributes Changed' },
  securityRolesChanged: { code: '110136', meaning: 'Security Roles Changed' },
  userSecurityAttributesChanged: { code: '110137', meaning: 'User Security Attributes Changed' },
  emergencyOverrideStopped: { code: '110138', meaning: 'Emergency Override Stopped' },
} as const satisfies Record<string, Code>;

/** ParticipantObjectIDTypeCode: of DICOM 110180, the numbers of RFC 3881 5.5.4. */
export const objectIdCodes = {
  studyInstanceUid: { code: '110180', meaning: 'Study Instance UID', scheme: 'DCM' },
  patientNumber: { code: '2', meaning: 'Patient Number', scheme: 'RFC-3881' },
  searchCriteria: { code: '10', meaning: 'Search Criteria', scheme: 'RFC-3881' },
  uri: { code: '12', meaning: 'URI', scheme: 'RFC-3881' },
} as const;

export type EventName = keyof typeof eventCodes;
export type EventTypeName = keyof typeof eventTypeCodes;

const nameIn = <Names extends string>(codes: Record<Names, Code>, wanted: string): Names | undefined =>
  (Object.keys(codes) as Names[]).find((name) => codes[name].code === wanted);

/** @throws Error when this version knows no such event */
export function eventOf(code: string): EventName {
  const name = nameIn(eventCodes, code);
  if (!name) throw new Error(`${code} is no code of an audit event`);
  return name;
}

/** @throws Error when this version knows no such type */
export function eventTypeOf(code: string): EventTypeName {
  const name = nameIn(eventTypeCodes, code);
  if (!name) throw new Error(`${code} is no code of a type of audit event`);
  return name;
}
