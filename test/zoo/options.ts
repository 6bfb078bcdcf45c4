import { parseArgs } from 'node:util';

export interface ZooOptions {
  folder: string;
  only: string | undefined;
  out: string;
  /** for each file */
  timeoutMs: number;
}

export const USAGE = `npm run zoo -- [options]
  --folder <path>    whose files are opened in the viewer; default ../shared/dicom/zoo
  --only <text>      only files with this in their name
  --out <path>       where the table and the contact sheet go; default perf/results/zoo
  --timeout 20       seconds for each file`;

/** Reads the command line; throws an Error naming the option and its value. */
export function readOptions(argv: string[], defaults: { folder: string; out: string }): ZooOptions {
  const { values } = parseArgs({
    args: argv,
    options: {
      folder: { type: 'string', default: defaults.folder },
      only: { type: 'string' },
      out: { type: 'string', default: defaults.out },
      timeout: { type: 'string', default: '20' },
    },
  });
  const seconds = Number(values.timeout);
  if (!(seconds > 0)) throw new Error(`--timeout is seconds, not "${values.timeout}"`);
  return { folder: values.folder, only: values.only, out: values.out, timeoutMs: 1000 * seconds };
}
