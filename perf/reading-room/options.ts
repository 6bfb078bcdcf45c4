import path from 'node:path';
import { parseArgs } from 'node:util';
import { OptionError, chromiumPath, viewport, wholeNumber } from '../first-image/options.ts';

export const parts = ['mpr', 'scroll', 'memory', 'long', 'comparison'] as const;
export type Part = (typeof parts)[number];

export interface RoomOptions {
  parts: Part[];
  runs: number;
  warmUp: number;
  /** our viewer's page */
  url: string;
  /** another viewer's page, without parameters */
  against?: string;
  /** studies whose planes are measured beside the generated one */
  studies: string[];
  /** pairs of studies of one patient that are compared; none: the demo's */
  pairs: [string, string][];
  slices: number;
  longSlices: number;
  /** opened and left one after the other */
  opened: number;
  framesPerSecond: number;
  deviceMemoryGb?: number;
  viewport: { width: number; height: number };
  timeoutMs: number;
  json?: string;
  screenshots?: string;
  executablePath: string;
}

export const USAGE = `npm run bench:reading-room -- [parts] [options]
  parts: mpr scroll memory long comparison (default: all)
    mpr     from the start of navigation to complete planes
    scroll  intervals between drawn pictures while scrolling through cached slices
    memory  before and after opening and leaving studies
    long    a very long series: greatest memory while it is opened and scrolled
    comparison  until two exams are on the screen, and registered; one alone beside it
  --url <address>       our viewer's page; default http://127.0.0.1:$PORT/viewer (PORT 3000)
  --against <address>   another viewer's page, measured in strict alternation with ours (mpr, scroll, comparison)
  --study <uid>         a stored study whose planes are measured too (mpr); may be given more than once
  --pair <uid>,<uid>    current and prior study (comparison); may be given more than once; default: the demo's
  --runs 5              runs that count (mpr, scroll, comparison)
  --warm-up 1           runs before them, left out
  --slices 300          of the generated study for mpr and scroll
  --pace 30             slices a second while scrolling
  --opened 10           studies opened and left (memory)
  --long-slices 1500    of the generated study for long
  --device-memory <GB>  what navigator.deviceMemory is to say (long), as on a smaller device
  --viewport 1440x900   of the page, CSS pixels
  --timeout 180         seconds for each step
  --json <file>         all measured values
  --screenshots <dir>   what was on the screen at the end of the last runs`;

/** Reads the command line; throws OptionError naming the option and its value. */
export function readOptions(argv: string[], env: NodeJS.ProcessEnv): RoomOptions {
  const { values, positionals } = parseArgs({
    args: argv,
    allowPositionals: true,
    options: {
      url: { type: 'string' },
      against: { type: 'string' },
      study: { type: 'string', multiple: true, default: [] },
      pair: { type: 'string', multiple: true, default: [] },
      runs: { type: 'string', default: '5' },
      'warm-up': { type: 'string', default: '1' },
      slices: { type: 'string', default: '300' },
      pace: { type: 'string', default: '30' },
      opened: { type: 'string', default: '10' },
      'long-slices': { type: 'string', default: '1500' },
      'device-memory': { type: 'string' },
      viewport: { type: 'string', default: '1440x900' },
      timeout: { type: 'string', default: '180' },
      json: { type: 'string' },
      screenshots: { type: 'string' },
    },
  });
  const memory = values['device-memory'];
  const url = values.url ?? `http://127.0.0.1:${env.PORT ?? '3000'}/viewer`;
  return {
    parts: positionals.length > 0 ? positionals.map(part) : [...parts],
    runs: wholeNumber('--runs', values.runs, 1),
    warmUp: wholeNumber('--warm-up', values['warm-up'], 0),
    url: address('--url', url),
    ...(values.against === undefined ? {} : { against: address('--against', values.against) }),
    studies: values.study,
    pairs: values.pair.map(pairOf),
    slices: wholeNumber('--slices', values.slices, 10),
    longSlices: wholeNumber('--long-slices', values['long-slices'], 10),
    opened: wholeNumber('--opened', values.opened, 2),
    framesPerSecond: wholeNumber('--pace', values.pace, 1),
    ...(memory === undefined ? {} : { deviceMemoryGb: wholeNumber('--device-memory', memory, 1) }),
    viewport: viewport(values.viewport),
    timeoutMs: 1000 * wholeNumber('--timeout', values.timeout, 1),
    ...(values.json === undefined ? {} : { json: path.resolve(values.json) }),
    ...(values.screenshots === undefined ? {} : { screenshots: path.resolve(values.screenshots) }),
    executablePath: chromiumPath(env),
  };
}

function part(value: string): Part {
  const known = parts.find((one) => one === value);
  if (!known) throw new OptionError(`${value}: there is no such part (${parts.join(', ')})`);
  return known;
}

function pairOf(value: string): [string, string] {
  const [current, prior, ...more] = value.split(',');
  if (!current || !prior || more.length > 0)
    throw new OptionError(`--pair ${value}: two study UIDs are wanted, with a comma between them`);
  return [current, prior];
}

function address(option: string, value: string): string {
  if (!URL.canParse(value)) throw new OptionError(`${option} ${value}: an address is wanted`);
  return value;
}
