import { execFileSync, spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { eventCodes, eventTypeCodes, toCsv, toXml, type RecordedEvent } from '../index.ts';
import { schemaProblems, type XmlElement } from './auditMessageSchema.ts';

/** Expat, by Python: another parser than what has written it. */
const parser = `
import json, sys, xml.etree.ElementTree as tree
def plain(e): return {'name': e.tag, 'attributes': e.attrib, 'children': [plain(c) for c in e], 'text': e.text or ''}
json.dump(plain(tree.fromstring(sys.stdin.buffer.read())), sys.stdout)`;
const parse = (xml: string): XmlElement =>
  JSON.parse(execFileSync('python3', ['-c', parser], { input: xml, encoding: 'utf8' })) as XmlElement;
const hasPython = spawnSync('python3', ['--version']).status === 0;

const event = (change: Partial<RecordedEvent> = {}): RecordedEvent => ({
  seq: 7,
  at: new Date('2026-11-28T08:00:00.123Z'),
  event: 'instancesAccessed',
  action: 'R',
  outcome: 0,
  actor: { kind: 'person', id: 'wang', name: '王^小东' },
  sessionId: 's1',
  address: '10.0.0.7',
  studyInstanceUid: '1.2.3',
  patientIndex: 'k.ix',
  rule: 'own patients',
  frames: 300,
  bytes: 72,
  detail: { phase: 'sum' },
  ...change,
});

const nasty = `"><x y='&#1;'>]]>&amp;\u0001\ud800`;

/** Value of a detail, decoded. */
const detailsOf = (message: XmlElement): Record<string, string> =>
  Object.fromEntries(
    message.children
      .flatMap(({ children }) => children)
      .filter(({ name }) => name === 'ParticipantObjectDetail')
      .map(({ attributes: { type = '', value = '' } }) => [
        type,
        Buffer.from(value, 'base64').toString('utf8'),
      ]),
  );

describe.skipIf(!hasPython)(
  `an AuditMessage of PS3.15 A.5${hasPython ? '' : ' (not installed: python3)'}`,
  () => {
    it('says who, what, when, from where, and on what', () => {
      const message = parse(toXml(event(), 'yunying@hospital'));
      expect(schemaProblems(message)).toEqual([]);
      const [identification, person, system, source, study, patient] = message.children;
      expect(identification?.attributes).toEqual({
        EventActionCode: 'R',
        EventDateTime: '2026-11-28T08:00:00.123Z',
        EventOutcomeIndicator: '0',
      });
      expect(identification?.children[0]?.attributes).toEqual({
        'csd-code': '110103',
        codeSystemName: 'DCM',
        originalText: 'DICOM Instances Accessed',
      });
      expect(person?.attributes).toEqual({
        UserID: 'wang',
        UserName: '王^小东',
        UserIsRequestor: 'true',
        NetworkAccessPointID: '10.0.0.7',
        NetworkAccessPointTypeCode: '2',
      });
      expect(system?.attributes).toEqual({ UserID: 'yunying@hospital', UserIsRequestor: 'false' });
      expect(source?.attributes).toEqual({ AuditSourceID: 'yunying@hospital' });
      expect(study?.attributes).toMatchObject({
        ParticipantObjectID: '1.2.3',
        ParticipantObjectTypeCode: '2',
      });
      expect(patient?.attributes).toMatchObject({
        ParticipantObjectID: 'k.ix',
        ParticipantObjectTypeCode: '1',
      });
      expect(detailsOf(message)).toEqual({
        SessionID: 's1',
        Rule: 'own patients',
        Frames: '300',
        Bytes: '72',
        phase: 'sum',
      });
    });

    it('fits the schema for every event and type, with much or little', { timeout: 60_000 }, () => {
      const types = [undefined, ...(Object.keys(eventTypeCodes) as (keyof typeof eventTypeCodes)[])];
      for (const [n, name] of (Object.keys(eventCodes) as (keyof typeof eventCodes)[]).entries()) {
        const little: RecordedEvent = {
          seq: 1,
          at: new Date(0),
          event: name,
          type: types[n],
          action: 'E',
          outcome: 12,
          actor: { kind: n % 2 ? 'system' : 'anonymous' },
        };
        for (const one of [little, event({ event: name, type: types[n + 4] })]) {
          const message = parse(toXml(one, 'y'));
          expect(schemaProblems(message), `${name} ${JSON.stringify(message)}`).toEqual([]);
        }
      }
    });

    it('names what each kind of event is about, as PS3.15 A.5.3 has it', { timeout: 60_000 }, () => {
      const about = (change: Partial<RecordedEvent>) =>
        parse(toXml(event(change), 'y'))
          .children.filter(({ name }) => name === 'ParticipantObjectIdentification')
          .map(({ attributes, children: [idType, name] }) => [
            attributes.ParticipantObjectTypeCode,
            attributes.ParticipantObjectTypeCodeRole,
            idType?.attributes['csd-code'],
            name?.name === 'ParticipantObjectName' ? name.text : name?.name,
          ]);
      const [study, person] = [
        ['2', '3', '110180', 'Study'],
        ['1', '1', '2', 'Patient, by index'],
      ];
      for (const name of ['instancesAccessed', 'studyDeleted', 'export', 'import'] as const)
        expect([name, about({ event: name })]).toEqual([name, [study, person]]);
      const without = { studyInstanceUid: undefined, patientIndex: undefined };
      expect(about({ event: 'auditLogUsed', ...without })).toEqual([['2', '13', '12', 'Security Audit Log']]);
      expect(about({ event: 'query', ...without })).toEqual([['2', '24', '10', 'ParticipantObjectQuery']]);
    });

    it('has one who asks, and says from where', { timeout: 60_000 }, () => {
      for (const kind of ['person', 'service', 'his', 'share', 'anonymous', 'system'] as const) {
        const { children } = parse(toXml(event({ actor: { kind } }), 'y'));
        const participants = children.filter(({ name }) => name === 'ActiveParticipant');
        const asking = participants.filter(({ attributes }) => attributes.UserIsRequestor === 'true');
        expect([kind, asking.length]).toEqual([kind, 1]);
        expect(asking[0]?.attributes).toMatchObject({ UserID: kind, NetworkAccessPointID: '10.0.0.7' });
      }
    });

    it('holds whatever was typed, and nothing more', () => {
      const xml = toXml(
        event({
          event: 'query',
          actor: { kind: 'person', id: nasty, name: nasty },
          address: 'reading-room-1',
          rule: nasty,
          detail: { PatientName: nasty },
        }),
        nasty,
      );
      const message = parse(xml);
      expect(schemaProblems(message)).toEqual([]);
      expect(message.children[1]?.attributes).toMatchObject({
        UserID: `"><x y='&#1;'>]]>&amp;\ufffd\ufffd`,
        NetworkAccessPointTypeCode: '1',
      });
      const query = message.children
        .flatMap(({ children }) => children)
        .find(({ name }) => name === 'ParticipantObjectQuery');
      // JSON.stringify escapes the control character and half of the pair itself.
      expect(Buffer.from(query?.text ?? '', 'base64').toString('utf8')).toBe(
        String.raw`{"PatientName":"\"><x y='&#1;'>]]>&amp;\u0001\ud800"}`,
      );
    });

    it('is checked by a schema that refuses', () => {
      const message = parse(toXml(event(), 'y'));
      const [identification] = message.children;
      expect(schemaProblems({ ...message, children: message.children.slice(1) })).toHaveLength(1);
      expect(schemaProblems({ ...message, children: message.children.toReversed() })).toHaveLength(1);
      const wrong = { ...identification, attributes: { EventDateTime: 'now', more: '' } } as XmlElement;
      expect(schemaProblems(wrong)).toEqual([
        'EventIdentification: no EventOutcomeIndicator',
        'EventIdentification: EventDateTime="now"',
        'EventIdentification: more=""',
      ]);
    });
  },
);

it('has the codes of PS3.16, context groups 400, 401 and 403', () => {
  // By hand, from the tables of the standard.
  expect(Object.values(eventCodes).map(({ code, meaning }) => `${code} ${meaning}`)).toEqual([
    '110100 Application Activity',
    '110101 Audit Log Used',
    '110102 Begin Transferring DICOM Instances',
    '110103 DICOM Instances Accessed',
    '110104 DICOM Instances Transferred',
    '110105 DICOM Study Deleted',
    '110106 Export',
    '110107 Import',
    '110112 Query',
    '110113 Security Alert',
    '110114 User Authentication',
  ]);
  expect(Object.values(eventTypeCodes).map(({ code, meaning }) => `${code} ${meaning}`)).toEqual([
    '110120 Application Start',
    '110121 Application Stop',
    '110122 Login',
    '110123 Logout',
    '110126 Node Authentication',
    '110127 Emergency Override Started',
    '110129 Security Configuration',
    '110132 Use of Restricted Function',
    '110133 Audit Recording Stopped',
    '110134 Audit Recording Started',
    '110135 Object Security Attributes Changed',
    '110136 Security Roles Changed',
    '110137 User Security Attributes Changed',
    '110138 Emergency Override Stopped',
  ]);
});

describe('a table for spreadsheets', () => {
  it('runs no formula, and keeps quotes, commas and lines', () => {
    const csv = toCsv([
      event({
        actor: { kind: 'person', id: '+1', name: '=cmd()|"/c calc"!A1' },
        rule: '@SUM(1,2)',
        sessionId: '-2',
        address: '\t=1',
        detail: { text: 'a\r\n=b' },
      }),
    ]);
    expect(csv.startsWith('\ufeffseq,time,event,')).toBe(true);
    const [, row = ''] = csv.trimEnd().split('\r\n');
    expect(row).toBe(
      [
        `7,2026-11-28T08:00:00.123Z,DICOM Instances Accessed,,R,0,person,'+1,"'=cmd()|""/c calc""!A1"`,
        `'-2,'\t=1,1.2.3,k.ix,"'@SUM(1,2)",300,72,"{""text"":""a\\r\\n=b""}"`,
      ].join(','),
    );
  });

  it('goes on without head', () => {
    expect(toCsv([event()], 'rest').split('\r\n')).toHaveLength(2);
    expect(toCsv([event()], 'rest').startsWith('7,')).toBe(true);
    expect(toCsv([]).trimEnd().split(',')).toHaveLength(17);
  });
});
