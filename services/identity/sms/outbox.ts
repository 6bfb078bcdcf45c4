import { appendFile, mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { SmsError, smsText, type SmsProvider } from './SmsProvider.ts';

/**
 * For trying things out: no telephone rings, the messages are added to a file (JSON lines, for its owner's eyes only)
 * and told to the log, code and all. Not for people's real numbers.
 * @param log told of each message
 * @param seal hides a line, where what is on the disk is sealed
 */
export function outboxProvider({
  file,
  log,
  seal = (line) => line,
}: {
  file: string;
  log: (text: string) => void;
  seal?: ((line: string) => string) | undefined;
}): SmsProvider {
  return {
    name: 'outbox',
    async send(message) {
      const text = smsText(message);
      const line = `${seal(JSON.stringify({ at: new Date().toISOString(), ...message, text }))}\n`;
      try {
        await mkdir(dirname(file), { recursive: true, mode: 0o700 });
        await appendFile(file, line, { mode: 0o600 });
      } catch (error) {
        throw new SmsError(`the outbox ${file} cannot be written`, { cause: error });
      }
      log(`SMS to ${message.phone} (outbox, not sent): ${text}`);
    },
  };
}
