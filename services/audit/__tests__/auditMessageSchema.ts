/** An element as a parser gives it: name, attributes, children in order, text. */
export interface XmlElement {
  name: string;
  attributes: Record<string, string>;
  children: XmlElement[];
  text: string;
}

interface Rule {
  /** name → pattern; `?` before the name: may be missing */
  attributes: Record<string, RegExp>;
  /** the names of the children, each followed by a space */
  children: RegExp;
  text?: RegExp;
}

const any = /^.*$/su;
const token = /^\S(?:.*\S)?$/su;
const oneTo = (last: number) =>
  new RegExp(`^(?:${Array.from({ length: last }, (_, n) => n + 1).join('|')})$`);
const base64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;
const coded: Rule = {
  attributes: { 'csd-code': token, codeSystemName: token, '?displayName': token, originalText: token },
  children: /^$/,
};

/** The schema of PS3.15 A.5.1.1, which is RELAX NG there, as far as these messages may reach. */
const schema: Record<string, Rule> = {
  AuditMessage: {
    attributes: {},
    children:
      /^EventIdentification (ActiveParticipant )+AuditSourceIdentification (ParticipantObjectIdentification )*$/,
  },
  EventIdentification: {
    attributes: {
      '?EventActionCode': /^[CRUDE]$/,
      EventDateTime: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/,
      EventOutcomeIndicator: /^(0|4|8|12)$/,
    },
    children: /^EventID (EventTypeCode )*(EventOutcomeDescription )?$/,
  },
  EventID: coded,
  EventTypeCode: coded,
  ActiveParticipant: {
    attributes: {
      UserID: any,
      '?AlternativeUserID': any,
      '?UserName': any,
      UserIsRequestor: /^(true|false|0|1)$/,
      '?NetworkAccessPointID': token,
      '?NetworkAccessPointTypeCode': oneTo(5),
    },
    children: /^(RoleIDCode )*(MediaIdentifier )?$/,
  },
  RoleIDCode: coded,
  AuditSourceIdentification: {
    attributes: { '?AuditEnterpriseSiteID': token, AuditSourceID: token },
    children: /^(AuditSourceTypeCode )*$/,
  },
  AuditSourceTypeCode: { attributes: { 'csd-code': oneTo(9) }, children: /^$/ },
  ParticipantObjectIdentification: {
    attributes: {
      ParticipantObjectID: token,
      '?ParticipantObjectTypeCode': oneTo(4),
      '?ParticipantObjectTypeCodeRole': oneTo(26),
      '?ParticipantObjectDataLifeCycle': oneTo(15),
      '?ParticipantObjectSensitivity': token,
    },
    children:
      /^ParticipantObjectIDTypeCode (ParticipantObjectName |ParticipantObjectQuery )(ParticipantObjectDetail )*(ParticipantObjectDescription )*$/,
  },
  ParticipantObjectIDTypeCode: coded,
  ParticipantObjectName: { attributes: {}, children: /^$/, text: token },
  ParticipantObjectQuery: { attributes: {}, children: /^$/, text: base64 },
  ParticipantObjectDetail: { attributes: { type: token, value: base64 }, children: /^$/ },
};

/** What the schema does not allow, by element. */
export function schemaProblems(element: XmlElement): string[] {
  const rule = schema[element.name];
  if (!rule) return [`${element.name}: no such element`];
  const problems: string[] = [];
  const allowed = new Map(
    Object.entries(rule.attributes).map(([name, pattern]) => [name.replace('?', ''), pattern]),
  );
  for (const name of Object.keys(rule.attributes))
    if (!name.startsWith('?') && !(name in element.attributes)) problems.push(`${element.name}: no ${name}`);
  for (const [name, value] of Object.entries(element.attributes))
    if (!allowed.get(name)?.test(value)) problems.push(`${element.name}: ${name}="${value}"`);
  const children = element.children.map(({ name }) => `${name} `).join('');
  if (!rule.children.test(children)) problems.push(`${element.name}: children ${children}`);
  if (!(rule.text ?? /^\s*$/).test(element.text)) problems.push(`${element.name}: text "${element.text}"`);
  return [...problems, ...element.children.flatMap(schemaProblems)];
}
