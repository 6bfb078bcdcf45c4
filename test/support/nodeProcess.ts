import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { onTestFinished } from 'vitest';

/** A TypeScript file as a process of its own that is talked to by lines; killed when the test has ended. */
export function nodeProcess(file: string, ...args: string[]) {
  const child = spawn(process.execPath, [file, ...args], { stdio: ['pipe', 'pipe', 'inherit'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  const exited = once(child, 'exit');
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    /** What it says next; undefined when it has ended. */
    next: async (): Promise<string | undefined> => {
      const { value, done } = await lines.next();
      return done ? undefined : value;
    },
    say: (line: string) => void child.stdin.write(`${line}\n`),
    end: async (): Promise<void> => {
      child.stdin.end();
      await exited;
    },
    kill: async (): Promise<void> => {
      child.kill('SIGKILL');
      await exited;
    },
  };
}
