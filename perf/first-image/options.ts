import { existsSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';

export interface BenchOptions {
  runs: number;
  warmUp: number;
  url: string;
  against?: string;
  study?: string;
  viewport: { width: number; height: number };
  timeoutMs: number;
  settleMs: number;
  json?: string;
  screenshots?: string;
  executablePath: string;
}

export class OptionError extends Error {
  override name = 'OptionError';
}

export const USAGE = `npm run bench:first-image -- [options]
  --runs 7              runs of each page that count
  --warm-up 1           runs of each page before them, left out: the servers' first answer is another question
  --url <address>       our viewer's page; default http://127.0.0.1:$PORT/viewer (PORT 3000)
  --against <address>   another viewer's page, measured in strict alternation with ours
  --study <uid>         StudyInstanceUIDs, put into addresses that have none; default: the first that QIDO-RS finds
  --viewport 1440x900   of the page, CSS pixels
  --timeout 60          seconds a page may take to its first image
  --settle 15           seconds at most until the network is quiet after that
  --json <file>         all measured values
  --screenshots <dir>   what each page showed at the end of its last run`;

/** Reads the command line; throws OptionError naming the option and its value. */
export function readOptions(argv: string[], env: NodeJS.ProcessEnv): BenchOptions {
  const { values } = parseArgs({
    args: argv,
    options: {
      runs: { type: 'string', default: '7' },
      'warm-up': { type: 'string', default: '1' },
      url: { type: 'string' },
      against: { type: 'string' },
      study: { type: 'string' },
      viewport: { type: 'string', default: '1440x900' },
      timeout: { type: 'string', default: '60' },
      settle: { type: 'string', default: '15' },
      json: { type: 'string' },
      screenshots: { type: 'string' },
    },
  });
  return {
    runs: wholeNumber('--runs', values.runs, 1),
    warmUp: wholeNumber('--warm-up', values['warm-up'], 0),
    url: values.url ?? `http://127.0.0.1:${env.PORT ?? '3000'}/viewer`,
    ...(values.against === undefined ? {} : { against: values.against }),
    ...(values.study === undefined ? {} : { study: values.study }),
    viewport: viewport(values.viewport),
    timeoutMs: 1000 * wholeNumber('--timeout', values.timeout, 1),
    settleMs: 1000 * wholeNumber('--settle', values.settle, 0),
    ...(values.json === undefined ? {} : { json: path.resolve(values.json) }),
    ...(values.screenshots === undefined ? {} : { screenshots: path.resolve(values.screenshots) }),
    executablePath: chromiumPath(env),
  };
}

/** A whole number given as an option; throws OptionError naming it. */
export function wholeNumber(option: string, value: string, least: number): number {
  if (!/^\d+$/.test(value) || Number(value) < least) {
    throw new OptionError(`${option} ${value}: a whole number of at least ${least} is wanted`);
  }
  return Number(value);
}

/** `<width>x<height>`; throws OptionError. */
export function viewport(value: string): { width: number; height: number } {
  const [, width, height] = /^(\d+)x(\d+)$/.exec(value) ?? [];
  if (width === undefined || height === undefined) {
    throw new OptionError(`--viewport ${value}: <width>x<height> is wanted, e.g. 1440x900`);
  }
  return { width: Number(width), height: Number(height) };
}

/** CHROMIUM_PATH, or where distributions put it; throws OptionError when there is none. */
export function chromiumPath(env: NodeJS.ProcessEnv): string {
  const known = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
  const found = env.CHROMIUM_PATH ?? known.find((file) => existsSync(file));
  if (found === undefined || !existsSync(found)) {
    throw new OptionError(`no Chromium at ${found ?? known.join(', ')}: install it, or set CHROMIUM_PATH`);
  }
  return found;
}
