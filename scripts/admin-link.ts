import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Config } from '../server/index.ts';
import { runningAt, say, withStore } from './store/withStore.ts';

/** `npm run admin-link`: a way in when no administrator can sign in any more. */
const usage = `npm run admin-link [-- --url <address>]

Shows a link that makes another administrator. It works once, for an hour; a new one ends the one before. That it was made, and by
whom it was used, stands in the audit trail.
  --url   where people open Yunying; default: PUBLIC_URL, else where it runs, else as HOST and PORT say
`;

function urlArgument(): string | undefined {
  try {
    const { url } = parseArgs({ options: { url: { type: 'string' } } }).values;
    if (url === undefined || URL.canParse(url)) return url;
  } catch {
    // Said below.
  }
  process.stderr.write(usage);
  process.exit(2);
}

const url = urlArgument();
await withStore(async (store, config) => {
  const token = await store.administratorToken();
  say('Open this link while Yunying is running. It works once, for an hour:');
  say(`  ${(url ?? addressOf(config)).replace(/\/+$/, '')}/setup#${token}`);
  return 0;
});

function addressOf({ publicUrl, dataDir, tls, host, port }: Config): string {
  const name = host.includes(':') ? `[${host}]` : host;
  const address = publicUrl ?? runningAt(resolve(dataDir)) ?? `http${tls ? 's' : ''}://${name}:${port}`;
  // On every address, of which this machine's own is one.
  return address.replace(/\/\/(0\.0\.0\.0|\[::\])(?=:)/, '//127.0.0.1');
}
