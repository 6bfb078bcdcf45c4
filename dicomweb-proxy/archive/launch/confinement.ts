import { spawnSync } from 'node:child_process';

/**
 * From the tightest to the loosest. `--pdeathsig`: the kernel ends the child when this process dies, however it dies.
 * The archive parses what strangers send: where it can, it runs without the privileges of root
 * (a DICOM port below 1024 stays possible).
 */
const variants = [
  ['--pdeathsig=TERM', '--no-new-privs', '--inh-caps=-all', '--bounding-set=-all,+net_bind_service'],
  ['--pdeathsig=TERM', '--no-new-privs'],
  ['--pdeathsig=TERM'],
];

/**
 * What to put in front of a command (util-linux `setpriv`), tried out here: a variant counts only when
 * under it `directory` can still be written. Empty where there is no setpriv.
 */
export function confinement(directory: string): string[] {
  for (const variant of variants) {
    const probe = spawnSync('setpriv', [...variant, 'test', '-w', directory], { stdio: 'ignore' });
    if (probe.status === 0) return ['setpriv', ...variant];
  }
  return [];
}
