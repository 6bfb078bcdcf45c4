import { parseArgs } from 'node:util';
import { say, withStore } from './store/withStore.ts';

/** `npm run admin-link`: a way in when no administrator can sign in any more. */
const usage = `npm run admin-link [-- --url <address>]

Shows a link that makes another administrator. It works once, for an hour; a new one ends the one before. That it was made, and by
whom it was used, stands in the audit trail.
  --url   where people open Yunying; default: as HOST and PORT say
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
await withStore(async (store, { host, port }) => {
  const everywhere = host === '0.0.0.0' || host === '::';
  const name = everywhere ? '127.0.0.1' : host.includes(':') ? `[${host}]` : host;
  const token = await store.administratorToken();
  say('Open this link while Yunying is running. It works once, for an hour:');
  say(`  ${(url ?? `http://${name}:${port}`).replace(/\/+$/, '')}/setup#${token}`);
  return 0;
});
