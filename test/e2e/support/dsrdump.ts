import { execFileSync } from 'node:child_process';

export interface DumpedItem {
  level: number;
  valueType: string;
  name: string;
  /** What stands after the `=`, as DCMTK words it; empty of containers. */
  value: string;
}

/** The content of an SR file as DCMTK reads it (`dsrdump`), line by line. Items it finds faulty are taken as they are. */
export function dumpedReport(file: string): DumpedItem[] {
  const lenient = ['-Er', '-Ev', '-Ec', '-Ee'];
  const text = execFileSync('dsrdump', ['-q', ...lenient, '+Pl', file], { encoding: 'utf8' });
  return text.split('\n').flatMap((line) => {
    const [, blanks, valueType, rest] = /^( *)<(?:[a-z ]+ )?([A-Z0-9]+):(.*)>$/.exec(line) ?? [];
    if (blanks === undefined || valueType === undefined || rest === undefined) return [];
    const [, name = '', value = ''] = /^(?:\(,,"((?:[^"]|"(?!\)))*)"\))?=(.*)$/.exec(rest) ?? [];
    return [{ level: blanks.length / 2, valueType, name, value: valueType === 'CONTAINER' ? '' : value }];
  });
}
