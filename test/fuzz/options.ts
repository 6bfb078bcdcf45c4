import { parseArgs } from 'node:util';

export interface FuzzOptions {
  count: number;
  seed: number;
  targets: readonly TargetName[];
  folder: string;
  /** A file that was written for a failure. */
  replay?: string;
}

export type TargetName = 'decoders' | 'archive';

export const USAGE = `npm run fuzz -- [options]
  --count 2000              mutations of files, cut, flipped, with other lengths and shapes
  --seed <number>           makes the same mutations again; default: another one each time
  --only decoders|archive   only the decoders in a worker, or only STOW-RS and what follows
  --folder <path>           whose files are mutated; default ../shared/dicom/zoo
  --replay <file>           tries one file that a failure was written to`;

/** Reads the command line; throws an Error naming the option and its value. */
export function readOptions(argv: string[], defaultFolder: string): FuzzOptions {
  const { values } = parseArgs({
    args: argv,
    options: {
      count: { type: 'string', default: '2000' },
      seed: { type: 'string', default: String(Date.now() % 1_000_000) },
      only: { type: 'string' },
      folder: { type: 'string', default: defaultFolder },
      replay: { type: 'string' },
    },
  });
  const { only } = values;
  if (only !== undefined && only !== 'decoders' && only !== 'archive') {
    throw new Error(`--only is decoders or archive, not "${only}"`);
  }
  return {
    count: wholeNumber('count', values.count),
    seed: wholeNumber('seed', values.seed),
    targets: only ? [only] : ['decoders', 'archive'],
    folder: values.folder,
    ...(values.replay !== undefined && { replay: values.replay }),
  };
}

function wholeNumber(name: string, text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 0) return value;
  throw new Error(`--${name} is a whole number, not "${text}"`);
}
