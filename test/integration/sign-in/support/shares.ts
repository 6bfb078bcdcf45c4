import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Reply, Visitor } from './signInSystem.ts';

export const phone = '13800138000';
export const anotherPhone = '13900139000';

/** Messages that were sent, the oldest first. */
export async function outboxOf(dataDir: string): Promise<{ phone: string; code: string; purpose: string }[]> {
  try {
    const text = await readFile(join(dataDir, 'outbox', 'sms.jsonl'), 'utf8');
    return text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { phone: string; code: string; purpose: string });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

export interface Listed {
  id: string;
  path: string;
  studyInstanceUid: string;
  state: string;
  openings: number;
  for: string;
  studies: number;
}

/** What is chosen where a test does not say otherwise. */
export const usualShare = (now: number) => ({
  phone,
  history: false,
  report: true,
  download: false,
  validUntil: new Date(now + 86_400_000).toISOString(),
  maxOpenings: null,
});

export async function shareStudy(
  visitor: Visitor,
  study: string,
  now: number,
  choices: Record<string, unknown> = {},
): Promise<Listed> {
  const body = { ...usualShare(now), ...choices };
  const reply = await visitor.post(`/api/studies/${study}/shares`, body);
  if (reply.status !== 201) throw new Error(`sharing: ${JSON.stringify(reply)}`);
  return reply.body as Listed;
}

export const linkId = ({ path }: Listed): string => path.slice('/s/'.length);

/** The code that was sent last to a telephone, waited for. */
export async function lastCode(dataDir: string, count: number): Promise<string> {
  for (let tries = 0; tries < 100; tries += 1) {
    const sent = (await outboxOf(dataDir)).filter(({ purpose }) => purpose === 'share');
    if (sent.length >= count) return sent.at(-1)?.code ?? '';
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`no message number ${count}`);
}

/** Asks for a code and opens the share with it. @returns the answer to opening */
export async function openShare(visitor: Visitor, share: Listed, dataDir: string): Promise<Reply> {
  const before = (await outboxOf(dataDir)).filter(({ purpose }) => purpose === 'share').length;
  const asked = await visitor.post(`/api/shares/${linkId(share)}/codes`, { phone });
  if (asked.status !== 202) return asked;
  const code = await lastCode(dataDir, before + 1);
  return visitor.post(`/api/shares/${linkId(share)}/sessions`, { phone, code });
}
