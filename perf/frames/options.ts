import path from 'node:path';
import { parseArgs } from 'node:util';
import { OptionError, wholeNumber } from '../first-image/options.ts';
import { orthancOf } from '../ohif/options.ts';
import type { DicomwebOrigin } from '../ohif/options.ts';

export interface FrameBenchOptions {
  /** where the whole server answers, without a slash at the end; more are further processes of it */
  urls: readonly [string, ...string[]];
  study?: string;
  orthanc: DicomwebOrigin;
  seconds: number;
  rounds: number;
  /** what sign-in costs, instead of all else */
  signIn: boolean;
  json?: string;
}

export const USAGE = `npm run bench:frames -- [options]
  --url <address>       the running server; default http://127.0.0.1:$PORT (PORT 3000). Given more than once: further
                        processes of it on the same data, which are measured alone (the first) and all at once
  --study <uid>         whose frames are asked for; default: the study with the largest series
  --seconds 4           of load per slice
  --rounds 3            slices of each kind, in alternation; medians count
  --orthanc <address>   the Orthanc behind it, with --user and --password;
                        default: the one npm start runs, from DATA_DIR/orthanc/orthanc.json
  --sign-in             instead of all that: two servers of its own in front of the Orthanc, with and without sign-in and audit
  --json <file>         all measured values`;

/** Reads the command line; throws OptionError naming the option and its value. */
export function readOptions(argv: string[], env: NodeJS.ProcessEnv): FrameBenchOptions {
  const { values } = parseArgs({
    args: argv,
    options: {
      url: { type: 'string', multiple: true },
      study: { type: 'string' },
      seconds: { type: 'string', default: '4' },
      rounds: { type: 'string', default: '3' },
      orthanc: { type: 'string' },
      user: { type: 'string' },
      password: { type: 'string' },
      'sign-in': { type: 'boolean', default: false },
      json: { type: 'string' },
    },
  });
  const { user: username, password } = values;
  const [first = `http://127.0.0.1:${env.PORT ?? '3000'}`, ...more] = values.url ?? [];
  return {
    urls: [loopback('--url', first), ...more.map((url) => loopback('--url', url))],
    ...(values.study === undefined ? {} : { study: values.study }),
    orthanc: values.orthanc
      ? { url: `${loopback('--orthanc', values.orthanc)}/dicom-web`, username, password }
      : orthancOf(path.resolve(env.DATA_DIR ?? './data')),
    seconds: wholeNumber('--seconds', values.seconds, 1),
    signIn: values['sign-in'],
    rounds: wholeNumber('--rounds', values.rounds, 1),
    ...(values.json === undefined ? {} : { json: path.resolve(values.json) }),
  };
}

/** An origin on this machine: nobody else's server is put under load by a slip of the finger. */
export function loopback(option: string, value: string): string {
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (!url || url.protocol !== 'http:' || !/^(localhost|127(\.\d+){3}|\[::1\])$/.test(url.hostname)) {
    throw new OptionError(`${option} ${value}: an http:// address of this machine (127.0.0.1) is wanted`);
  }
  return url.origin;
}
