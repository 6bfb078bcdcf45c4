import { execFile } from 'node:child_process';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A real file system of its own that is full when it is full. Needs the right to mount. */
export class SmallDisk {
  readonly path: string;

  private constructor(path: string) {
    this.path = path;
  }

  /** @returns undefined where this user may not mount */
  static async mount(path: string, megabytes: number): Promise<SmallDisk | undefined> {
    await mkdir(path, { recursive: true });
    try {
      await run('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', path]);
      return new SmallDisk(path);
    } catch {
      return undefined;
    }
  }

  /** Takes all that is left but so many bytes. */
  async fill(leaveBytes: number): Promise<void> {
    const { stdout } = await run('df', ['--output=avail', '-B1', this.path]);
    const free = Number(stdout.split('\n')[1]);
    await writeFile(join(this.path, 'ballast'), Buffer.alloc(Math.max(0, free - leaveBytes)));
  }

  async makeRoom(): Promise<void> {
    await rm(join(this.path, 'ballast'));
  }

  async unmount(): Promise<void> {
    await run('umount', ['-l', this.path]);
  }
}
