import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import {
  httpProvider,
  maskedPhone,
  outboxProvider,
  phoneNumber,
  SmsError,
  smsText,
  type SmsMessage,
} from '../index.ts';

const message: SmsMessage = {
  phone: '+8613800138000',
  purpose: 'sign-in',
  code: '042137',
  validMinutes: 5,
  language: 'zh-CN',
};

describe('a telephone number', () => {
  it.each([
    ['13800138000', '+8613800138000'],
    [' 138 0013-8000', '+8613800138000'],
    ['+86 138 0013 8000', '+8613800138000'],
    ['0086 13800138000', '+8613800138000'],
    ['１３８００１３８０００', '+8613800138000'],
    ['+49 (170) 1234567', '+491701234567'],
    ['12800138000', undefined],
    ['1380013800', undefined],
    ['138001380000', undefined],
    ['+8602112345678', undefined],
    ['+0123456789', undefined],
    ['138a0138000', undefined],
    ['', undefined],
  ])('%j is %s', (text, phone) => {
    expect(phoneNumber(text)).toBe(phone);
  });

  it('is shown by its last four digits', () => {
    expect(maskedPhone('+8613800138000')).toBe('+*********8000');
  });
});

describe('the text of a code', () => {
  it('says what it is for, how long it holds, and not to pass it on', () => {
    expect(smsText(message)).toBe('【云影】登录验证码：042137，5分钟内有效，请勿告知他人。');
    expect(smsText({ ...message, purpose: 'share', language: 'en' })).toBe(
      'Code to see the images shared with you: 042137. Valid for 5 minutes; do not pass it on.',
    );
  });
});

describe('the outbox', () => {
  it('keeps each message in a file for its owner, and tells the log', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'yunying-outbox-'));
    try {
      const file = join(folder, 'sms', 'outbox.jsonl');
      const told: string[] = [];
      const provider = outboxProvider({ file, log: (text) => told.push(text) });
      await provider.send(message);
      await provider.send({ ...message, code: '999999' });
      const lines = (await readFile(file, 'utf8')).trim().split('\n');
      expect(lines.map((line) => JSON.parse(line) as SmsMessage)).toMatchObject([
        { phone: '+8613800138000', code: '042137' },
        { phone: '+8613800138000', code: '999999' },
      ]);
      expect((await stat(file)).mode & 0o777).toBe(0o600);
      expect(told[0]).toContain('042137');
      await expect(outboxProvider({ file: folder, log: () => undefined }).send(message)).rejects.toThrow(
        SmsError,
      );
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});

describe('a gateway', () => {
  let server: Server | undefined;
  afterEach(() => new Promise<void>((resolve) => (server ? server.close(() => resolve()) : resolve())));

  const gateway = async (
    answer: (request: IncomingMessage, body: string) => { status: number; location?: string } | undefined,
  ) => {
    server = createServer((request, response) => {
      let body = '';
      request.on('data', (part: Buffer) => (body += part.toString()));
      request.on('end', () => {
        const given = answer(request, body);
        if (!given) return;
        response.writeHead(given.status, given.location ? { location: given.location } : {}).end('{"id":1}');
      });
    });
    await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(server?.address() as AddressInfo).port}/send`;
  };

  it('is given the message as JSON, with its token', async () => {
    let got: unknown;
    const url = await gateway((request, body) => {
      got = {
        method: request.method,
        token: request.headers.authorization,
        body: JSON.parse(body) as unknown,
      };
      return { status: 202 };
    });
    await httpProvider({ url, token: 't0ken' }).send(message);
    expect(got).toEqual({
      method: 'POST',
      token: 'Bearer t0ken',
      body: { ...message, text: smsText(message) },
    });
  });

  it('that refuses is an error without code and number', async () => {
    const url = await gateway(() => ({ status: 500 }));
    const failure = httpProvider({ url }).send(message);
    await expect(failure).rejects.toThrow(SmsError);
    await expect(failure).rejects.toThrow(/^the SMS gateway answers 500$/);
  });

  it('that sends elsewhere is not followed', async () => {
    let asked = 0;
    const url = await gateway(() => {
      asked += 1;
      return { status: 307, location: '/elsewhere' };
    });
    await expect(httpProvider({ url }).send(message)).rejects.toThrow('does not answer');
    expect(asked).toBe(1);
  });

  it('that is silent is given up', async () => {
    const url = await gateway(() => undefined);
    const failure = httpProvider({ url, timeoutMs: 50 }).send(message);
    await expect(failure).rejects.toThrow('does not answer');
    server?.closeAllConnections();
  });
});
