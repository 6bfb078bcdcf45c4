import { mkdirSync, readFileSync } from 'node:fs';
import { open, rename } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Where the chain ended. */
export interface Head {
  seq: number;
  mac: Buffer;
}

/** @returns undefined when there is none. @throws SyntaxError when it is damaged */
export function readHeadFile(path: string): Head | undefined {
  try {
    const { seq, mac } = JSON.parse(readFileSync(path, 'utf8')) as { seq: number; mac: string };
    return { seq, mac: Buffer.from(mac, 'hex') };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Keeps the end of the chain outside the database, so that rows cut off there are missed. */
export class HeadFile {
  readonly #path: string;
  #written = -1;

  constructor(path: string) {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    this.#path = path;
  }

  /** Does nothing when that is what it holds. */
  async write({ seq, mac }: Head): Promise<void> {
    if (seq === this.#written) return;
    const temporary = `${this.#path}.${process.pid}`;
    const file = await open(temporary, 'w', 0o600);
    try {
      await file.writeFile(`${JSON.stringify({ seq, mac: mac.toString('hex') })}\n`);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, this.#path);
    this.#written = seq;
  }
}
