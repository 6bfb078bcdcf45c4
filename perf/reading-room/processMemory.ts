import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { connectCdp } from '../first-image/cdpConnection.ts';

/** Bytes. */
export interface ProcessMemory {
  /** all renderer processes: page, workers, decoded pixels */
  renderer: number;
  /** the graphics process: textures */
  gpu: number;
}

export interface BrowserProcesses {
  /** memory of the processes' own and their part of what is shared (PSS) */
  proportional(): Promise<ProcessMemory>;
  /** resident memory; cheap enough to be asked often */
  resident(): Promise<ProcessMemory>;
  close(): void;
}

/** What the processes of a browser (started with --remote-debugging-port=0) take, from /proc. */
export async function browserProcesses(userDataDir: string): Promise<BrowserProcesses> {
  const [port, address] = (await readFile(path.join(userDataDir, 'DevToolsActivePort'), 'utf8')).split('\n');
  const connection = await connectCdp(`ws://127.0.0.1:${port}${address}`, () => undefined);
  const sum = async (file: string, field: string): Promise<ProcessMemory> => {
    const { processInfo } = (await connection.send('SystemInfo.getProcessInfo')) as {
      processInfo: { type: string; id: number }[];
    };
    const of = async (type: string): Promise<number> => {
      const found = processInfo.filter((info) => info.type === type);
      const sizes = await Promise.all(
        found.map(({ id }) =>
          readFile(`/proc/${id}/${file}`, 'utf8').then(
            (text) => fieldBytes(text, field),
            () => 0, // ended meanwhile
          ),
        ),
      );
      return sizes.reduce((total, size) => total + size, 0);
    };
    return { renderer: await of('renderer'), gpu: await of('GPU') };
  };
  return {
    proportional: () => sum('smaps_rollup', 'Pss'),
    resident: () => sum('status', 'VmRSS'),
    close: () => connection.close(),
  };
}

/** `VmRSS:     1234 kB` in bytes; 0 where the field is missing. */
export const fieldBytes = (text: string, field: string): number =>
  1024 * Number(new RegExp(`^${field}:\\s+(\\d+) kB$`, 'm').exec(text)?.[1] ?? 0);
