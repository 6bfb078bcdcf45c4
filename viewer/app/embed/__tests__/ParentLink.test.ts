import { afterEach, beforeEach, expect, expectTypeOf, it } from 'vitest';
import type { Calls, Events, ViewportReport } from '../../../../embed/yunying-embed.ts';
import type { Automation, AutomationEvents, ViewportReport as WholeReport } from '../../automation/index.ts';
import { ParentLink } from '../ParentLink.ts';

const his = 'https://his.example';
type Posted = [message: Record<string, unknown>, origin: string];

/** Of the page: where messages arrive. */
const self = new EventTarget() as EventTarget & Window;
const parent = { posted: [] as Posted[], postMessage: (...args: Posted) => void parent.posted.push(args) };
const heard = new Map<string, (detail: unknown) => void>();
const automation = {
  version: '1.0',
  setInvert: async (index: number, invert: boolean) => {
    if (index !== 0) throw new RangeError(`there is no viewport ${index}`);
    return invert;
  },
  getViewports: async () => [{ index: 0 }],
  getReport: async () => {
    throw Object.assign(new Error('gone'), { code: 'http-404' });
  },
  on: async (event: string, handler: (detail: unknown) => void) => {
    heard.set(event, handler);
    return () => void heard.delete(event);
  },
} as unknown as Automation;

let follow: (next: Automation | undefined) => void;
let ended = 0;
let link: ParentLink;
beforeEach(() => {
  parent.posted.length = 0;
  heard.clear();
  ended = 0;
  link = new ParentLink({
    ...{ self, parent, origins: [his], greeting: { mode: 'read', studyInstanceUIDs: ['1.2.3'] } },
    followAutomation: (listener) => {
      follow = listener;
      listener(automation);
      return () => undefined;
    },
    end: async () => void (ended += 1),
  });
});
afterEach(() => link.close());

const settle = () => new Promise((resolve) => setTimeout(resolve, 5));
async function send(data: unknown, { origin = his, source = parent as unknown } = {}): Promise<Posted[]> {
  parent.posted.length = 0;
  self.dispatchEvent(Object.assign(new Event('message'), { data, origin, source }));
  await settle();
  return [...parent.posted];
}
const ask = (method: string, params?: unknown) => send({ yunying: 1, id: 7, method, params });
const connect = () => ask('connect', { version: '1.0' });
const codeOf = ([posted]: Posted[]) => (posted?.[0].error as { code?: string } | undefined)?.code;

it('is silent to everybody but the parent of a registered origin', async () => {
  const message = { yunying: 1, id: 1, method: 'connect', params: { version: '1.0' } };
  expect(await send(message, { origin: 'https://evil.example' })).toEqual([]);
  expect(await send(message, { origin: 'https://his.example.evil.example' })).toEqual([]);
  expect(await send(message, { origin: 'null' })).toEqual([]);
  expect(await send(message, { source: {} })).toEqual([]);
  expect(await send(message, { source: null })).toEqual([]);
  for (const other of [undefined, 'text', 3, null, {}, { yunying: 1 }, { yunying: 1, id: {}, method: 'on' }])
    expect(await send(other)).toEqual([]);
  link.tell('session-ended', {});
  expect(parent.posted).toEqual([]);
  expect(await send(message)).toHaveLength(1);
});

it('answers to the origin that asks, with the id it gave', async () => {
  expect(await connect()).toEqual([
    [{ yunying: 1, id: 7, result: { version: '1.0', mode: 'read', studyInstanceUIDs: ['1.2.3'] } }, his],
  ]);
  expect(await ask('setInvert', [0, true])).toEqual([[{ yunying: 1, id: 7, result: true }, his]]);
  expect(await ask('getViewports')).toEqual([[{ yunying: 1, id: 7, result: [{ index: 0 }] }, his]]);
  await ask('end');
  expect(ended).toBe(1);
});

it('says what is wrong', async () => {
  expect(codeOf(await ask('getViewports'))).toBe('not-connected');
  expect(codeOf(await ask('connect', { version: '2.0' }))).toBe('unknown-version');
  expect(codeOf(await ask('connect'))).toBe('unknown-version');
  await connect();
  expect(codeOf(await send({ yunying: 2, id: 7, method: 'getViewports' }))).toBe('unknown-version');
  for (const method of ['noSuch', 'version', 'constructor', 'toString', '__proto__'])
    expect([method, codeOf(await ask(method))]).toEqual([method, 'unknown-method']);
  expect(codeOf(await ask('setInvert', { index: 0 }))).toBe('invalid');
  expect(codeOf(await ask('setInvert', [3, true]))).toBe('invalid');
  expect(codeOf(await ask('getReport'))).toBe('http-404');
  expect(codeOf(await ask('on', { event: 'constructor' }))).toBe('unknown-event');
});

it('tells of events by subscription, also in the room of another study', async () => {
  await connect();
  const [[answer] = []] = await ask('on', { event: 'selection' });
  const { subscription } = answer?.result as { subscription: number };
  heard.get('selection')?.({ index: 1 });
  expect(parent.posted.at(-1)).toEqual([
    { yunying: 1, event: 'selection', subscription, detail: { index: 1 } },
    his,
  ]);
  const before = heard.get('selection');
  follow(undefined);
  await settle();
  expect(heard.has('selection')).toBe(false);
  follow(automation);
  await settle();
  expect(heard.get('selection')).not.toBe(before);
  expect(heard.has('selection')).toBe(true);
  await ask('off', { subscription });
  expect(heard.has('selection')).toBe(false);
  expect(await ask('off', { subscription })).toEqual([[{ yunying: 1, id: 7, result: false }, his]]);
  link.tell('session-ended', { reason: 'expired' });
  expect(parent.posted.at(-1)).toEqual([
    { yunying: 1, event: 'session-ended', detail: { reason: 'expired' } },
    his,
  ]);
});

it('waits for the room to open', async () => {
  follow(undefined);
  await connect();
  expect(await ask('getViewports')).toEqual([]);
  follow(automation);
  await settle();
  expect(parent.posted).toEqual([[{ yunying: 1, id: 7, result: [{ index: 0 }] }, his]]);
});

it('has the types that its client tells of', () => {
  expectTypeOf<WholeReport>().toExtend<ViewportReport>();
  expectTypeOf<Pick<Automation, keyof Calls>>().toExtend<Calls>();
  expectTypeOf<Pick<AutomationEvents, keyof Events>>().toExtend<Events>();
});
