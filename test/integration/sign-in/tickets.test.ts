import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeOnEngines } from '../../support/engines.ts';
import {
  hospital,
  patient,
  principalsOf,
  storeAs,
  studyFile,
  uidsOf,
  type Principals,
} from './support/principals.ts';
import { errorCode, startSignInSystem, type SignInSystem, type Visitor } from './support/signInSystem.ts';

const own = uidsOf(81);
const foreign = uidsOf(82);
const pictureOf = ({ study, series, instance }: typeof own): string =>
  `/dicom-web/studies/${study}/series/${series}/instances/${instance}/rendered`;

describeOnEngines('tickets in addresses', (engine) => {
  let system: SignInSystem;
  let administrator: Visitor;
  let principals: Principals;
  let visitor: Visitor;
  beforeAll(async () => {
    system = await startSignInSystem(engine);
    ({ administrator, principals } = await principalsOf(system, own.study));
    const files = [studyFile(own, hospital, patient), studyFile(foreign, '县医院', 'P2')];
    expect(await storeAs(administrator, files)).toBe(200);
    visitor = system.visitor();
  });
  afterAll(() => system.close());

  const ticketFor = async (path: string, headers: Record<string, string>) => {
    const reply = await visitor.ask('POST', '/api/session/tickets', { body: { path }, headers });
    return { status: reply.status, code: errorCode(reply), ...(reply.body as { ticket?: string }) };
  };

  it('open the one path they are for to the session they are of, by GET alone', async () => {
    const path = pictureOf(own);
    const { status, ticket = '' } = await ticketFor(path, await principals.external());
    expect(status).toBe(201);
    expect((await visitor.get(`${path}?ticket=${ticket}`)).status).toBe(200);
    expect((await visitor.get(`${path}?viewport=8,8&ticket=${ticket}`)).status).toBe(200);
    expect((await visitor.get(path)).status).toBe(401);
    const wrong: [string, string, number][] = [
      ['GET', `${pictureOf(foreign)}?ticket=${ticket}`, 401],
      ['GET', `/dicom-web/studies/${own.study}/metadata?ticket=${ticket}`, 401],
      ['GET', `${path}/?ticket=${ticket}`, 401],
      ['GET', `${path}?ticket=${ticket.slice(1)}`, 401],
      ['GET', `${path}?ticket=`, 401],
      ['HEAD', `${path}?ticket=${ticket}`, 401],
      ['GET', `${path}?ticket=${ticket}&ticket=${ticket}`, 400],
      ['POST', `/api/session/tickets?ticket=${ticket}`, 401],
    ];
    for (const [method, address, status] of wrong)
      expect([method, address, (await visitor.ask(method, address)).status]).toEqual([
        method,
        address,
        status,
      ]);
  });

  it('give nothing that the session has not, and are not outweighed by a cookie', async () => {
    const path = pictureOf(foreign);
    const { ticket = '' } = await ticketFor(path, await principals.external());
    expect((await visitor.get(`${path}?ticket=${ticket}`)).status).toBe(404);
    expect((await administrator.get(`${path}?ticket=${ticket}`)).status).toBe(404);
    expect((await administrator.get(path)).status).toBe(200);
    // What is asked for by a header is answered by it.
    const { authorization = '' } = await principals.service();
    expect((await visitor.get(`${path}?ticket=${ticket}`, { authorization })).status).toBe(200);
    // The ticket's place among the sessions cannot be had by a header.
    const { id } = await sessionOfTicket();
    for (const cookie of [`ticket of ${id}`, `nticket of ${id}`])
      expect((await visitor.get(path, { cookie })).status).toBe(401);
  });

  const sessionOfTicket = async (): Promise<{ id: string }> => {
    const headers = await principals.external();
    const { body } = await visitor.get('/api/session', headers);
    return (body as { session: { id: string } }).session;
  };

  it('end with their session, and after five minutes', async () => {
    const path = pictureOf(own);
    const headers = await principals.external();
    const { ticket = '' } = await ticketFor(path, headers);
    system.clock.forward(4);
    expect((await visitor.get(`${path}?ticket=${ticket}`)).status).toBe(200);
    system.clock.forward(4);
    expect((await visitor.get(`${path}?ticket=${ticket}`)).status).toBe(200);
    expect((await visitor.ask('DELETE', '/api/session', { headers })).status).toBe(204);
    expect((await visitor.get(`${path}?ticket=${ticket}`)).status).toBe(401);
    const late = await ticketFor(path, await principals.external());
    system.clock.forward(6);
    expect((await visitor.get(`${path}?ticket=${late.ticket}`)).status).toBe(401);
  });

  it('are for pages whose token a header carries, and for paths of ours', async () => {
    const path = pictureOf(own);
    expect(await ticketFor(path, await principals.radiologist())).toMatchObject({ status: 403 });
    expect(await ticketFor(path, await principals.service())).toMatchObject({ status: 403 });
    const headers = await principals.external();
    for (const bad of [`${path}?a=b`, '//elsewhere.example/x', '/viewer', 'dicom-web/studies/1', `${path}/`])
      expect(await ticketFor(bad, headers)).toMatchObject({ status: 422, code: 'not-allowed' });
  });
});
