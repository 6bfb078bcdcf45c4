import { open, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import {
  openBytes,
  openDiskFile,
  sealBytes,
  sealedWith,
  sealHeadBytes,
  written,
  type DiskFile,
  type DiskKeys,
} from '../sealing/index.ts';

/**
 * How refused files lie on the disk: sealed where there are keys. They are the only copy, so unlike what can be made again
 * they are read in whichever form they are, and what is in clear or sealed with an earlier key is sealed anew.
 */
export class RefusedFolder {
  readonly path: string;
  readonly keys: DiskKeys | undefined;

  constructor(path: string, keys: DiskKeys | undefined) {
    this.path = path;
    this.keys = keys;
  }

  /** @throws ENOENT; Error where it is sealed with a key that is not at hand, or is no JSON */
  async readJson(name: string): Promise<unknown> {
    const bytes = await readFile(join(this.path, name));
    const keyId = sealedWith(bytes);
    const clear = keyId === undefined ? bytes : this.keys && openBytes(this.keys, bytes, contextOf(name));
    if (!clear) throw notAtHand(name, keyId);
    return JSON.parse(clear.toString('utf8'));
  }

  /** Whole or not at all. */
  async writeJson(name: string, content: object): Promise<void> {
    const clear = Buffer.from(JSON.stringify(content, null, 1));
    const bytes = this.keys ? sealBytes(this.keys, clear, contextOf(name)) : clear;
    await this.#replace(name, [bytes]);
  }

  /** @throws ENOENT; Error where it is sealed with a key that is not at hand */
  async open(name: string): Promise<DiskFile> {
    const path = join(this.path, name);
    const sealed = this.keys && (await openDiskFile(path, this.keys));
    if (sealed) return sealed;
    const keyId = await this.#keyOf(name);
    const clear = keyId === undefined ? await openDiskFile(path, undefined) : undefined;
    if (!clear) throw notAtHand(name, keyId);
    return clear;
  }

  /** Whether it is as it would be written now. */
  async isCurrent(name: string): Promise<boolean> {
    return (await this.#keyOf(name)) === this.keys?.id;
  }

  /** Writes a file anew, sealed with the current key. @throws as `open` */
  async sealAnew(name: string): Promise<void> {
    const file = await this.open(name);
    try {
      await this.#replace(name, written(file.read(), this.keys));
    } finally {
      await file.close();
    }
  }

  async #keyOf(name: string): Promise<string | undefined> {
    const file = await open(join(this.path, name), 'r');
    try {
      const head = Buffer.alloc(sealHeadBytes);
      const { bytesRead } = await file.read(head, 0, sealHeadBytes, 0);
      return sealedWith(head.subarray(0, bytesRead));
    } finally {
      await file.close();
    }
  }

  async #replace(name: string, parts: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<void> {
    const path = join(this.path, name);
    const temporary = `${path}.tmp`;
    const file = await open(temporary, 'w', 0o640);
    try {
      for await (const part of parts) await file.writeFile(part);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  }
}

const contextOf = (name: string): string => `refused ${name}`;

const notAtHand = (name: string, keyId: string | undefined): Error =>
  new Error(
    `the refused file ${name} was changed, or sealed with the key ${keyId}, which is not at hand; ENCRYPTION_KEY_PREVIOUS takes earlier keys`,
  );
