import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { accept } from '../readers/viewerRequests.ts';
import { framesOf, type SeriesOfStudy } from './chooseSample.ts';
import type { Contest } from './measure.ts';
import type { FrameBenchOptions } from './options.ts';
import type { Target } from './runWrk.ts';

const script = fileURLToPath(new URL('benchServer.ts', import.meta.url));
const connections = [50, 500];

export interface SignInContests {
  contests: Contest[];
  close(): Promise<void>;
}

/**
 * What sign-in, rules and audit cost a frame: two servers of our own in front of the same archive, alike but for AUTH, each with the
 * frames in memory.
 */
export async function signInContests(
  { orthanc }: FrameBenchOptions,
  series: SeriesOfStudy,
  folder: string,
): Promise<SignInContests> {
  const started: BenchServer[] = [];
  const close = async (): Promise<void> => void (await Promise.all(started.map((server) => server.close())));
  try {
    for (const auth of ['none', 'local'] as const) started.push(await benchServer(auth, orthanc));
    const [open, signedIn] = started as [BenchServer, BenchServer];
    for (const server of started) await prepared(server, series);
    const frames = await framesOf(open.url, series);
    const pathsFile = path.join(folder, 'sign-in.txt');
    await writeFile(pathsFile, frames.map((frame) => `/dicom-web/${frame.path}\n`).join(''));
    const target = ({ url, headers }: BenchServer): Target => ({
      origins: [url],
      pathsFile,
      headers: { Accept: accept.frame, ...headers },
    });
    return {
      contests: connections.map((count) => ({
        name: 'frames, with and without sign-in',
        connections: count,
        targets: { open: target(open), signedIn: target(signedIn) },
      })),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

interface BenchServer {
  url: string;
  headers: Record<string, string>;
  close(): Promise<void>;
}

async function benchServer(
  auth: 'none' | 'local',
  orthanc: FrameBenchOptions['orthanc'],
): Promise<BenchServer> {
  const child = spawn(process.execPath, [script], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: {
      PATH: process.env.PATH,
      AUTH: auth,
      ORTHANC_URL: new URL(orthanc.url).origin,
      ORTHANC_USERNAME: orthanc.username ?? '',
      ORTHANC_PASSWORD: orthanc.password ?? '',
    },
  });
  const line = await Promise.race([
    once(createInterface({ input: child.stdout }), 'line'),
    once(child, 'exit').then(() => undefined),
  ]);
  if (!line) throw new Error(`the server with AUTH=${auth} did not start`);
  const { url, cookie } = JSON.parse(String(line[0])) as { url: string; cookie?: string };
  return {
    url,
    headers: cookie === undefined ? {} : { Cookie: cookie },
    async close() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.stdin.end();
      await once(child, 'exit');
    },
  };
}

/** Resolves when nothing of the study is left to be made: preparing would take the processor. */
async function prepared({ url, headers }: BenchServer, series: SeriesOfStudy): Promise<void> {
  for (;;) {
    const address = `${url}/dicom-web/studies/${series.studyInstanceUid}/prepared`;
    const reply = await fetch(address, { headers });
    if (reply.ok) {
      const state = (await reply.json()) as Record<'frames' | 'prepared' | 'asStored' | 'failed', number>;
      if (state.prepared + state.asStored + state.failed >= state.frames) return;
    } else if (reply.status !== 404 && reply.status !== 503) {
      throw new Error(`${address} answered ${reply.status}: ${await reply.text()}`);
    }
    await delay(500);
  }
}
