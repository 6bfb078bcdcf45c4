import path from 'node:path';
import { parseArgs } from 'node:util';
import { OptionError, wholeNumber } from '../first-image/options.ts';
import type { ScenarioName } from './loadPlan.ts';

export interface ReaderOptions {
  scenario: ScenarioName;
  readers: number;
  seconds: number;
  studies: number;
  pace: number;
  slices: number;
  /** each reader is a person of their own who has signed in */
  signIn: boolean;
  /** data, reports and plots go here */
  folder: string;
}

export const USAGE = `npm run perf:readers -- [options]
  --readers 500         virtual readers at once (a ramp ends with them; there the default is 1600)
  --seconds 120         of load, 150 at most
  --studies 60          prepared studies of 120 and 40 slices; stored once and kept (85 MB each)
  --pace 2              slices a second each reader pages to
  --slices 40           slices a reader looks at before switching series; half as many after it
  --cold                nothing is prepared: what the server has made of the studies is removed first
  --sign-in             each reader is a person of their own who has signed in (AUTH=local); with DATABASE_URL
                        people and audit trail are in that database of PostgreSQL, which has to be empty
  --ramp                more and more readers until a limit breaks, which is printed
  --folder <dir>        data, reports and plots; default perf/results/readers`;

const mostReaders = 5000;
const mostSeconds = 150;

/** Reads the command line; throws OptionError naming the option and its value. */
export function readOptions(argv: string[]): ReaderOptions {
  const { values } = parseArgs({
    args: argv,
    options: {
      readers: { type: 'string' },
      seconds: { type: 'string', default: '120' },
      studies: { type: 'string', default: '60' },
      pace: { type: 'string', default: '2' },
      slices: { type: 'string', default: '40' },
      cold: { type: 'boolean', default: false },
      ramp: { type: 'boolean', default: false },
      'sign-in': { type: 'boolean', default: false },
      folder: { type: 'string', default: 'perf/results/readers' },
    },
  });
  if (values.cold && values.ramp) throw new OptionError('--cold and --ramp are two scenarios: give one');
  return {
    scenario: values.cold ? 'cold' : values.ramp ? 'ramp' : 'prepared',
    readers: bounded('--readers', values.readers ?? (values.ramp ? '1600' : '500'), mostReaders),
    seconds: bounded('--seconds', values.seconds, mostSeconds),
    studies: bounded('--studies', values.studies, 500),
    pace: bounded('--pace', values.pace, 20),
    slices: bounded('--slices', values.slices, 100),
    signIn: values['sign-in'],
    folder: path.resolve(values.folder),
  };
}

function bounded(option: string, value: string, most: number): number {
  const number = wholeNumber(option, value, 1);
  if (number > most) throw new OptionError(`${option} ${value}: at most ${most}`);
  return number;
}
