import { join } from 'node:path';
import { backupName } from '../services/index.ts';
import { countsText, folderArgument, say, withStore } from './store/withStore.ts';

/** `npm run backup -- <folder>`: people, rules, shares, settings and the audit trail into a file. */
const usage = `npm run backup -- <folder>

Writes all of the database as it is at one moment into <folder>/${backupName}, sealed with the key of this installation, and
reads it back. Not in it: the keys, and images (they are in the archive).
`;

const folder = folderArgument(usage);
await withStore(async (store, { encryptionKey }) => {
  const counts = await store.backUp(folder);
  say(`Backed up and read back: ${countsText(counts)}.`);
  say(join(folder, backupName));
  say(
    encryptionKey === undefined
      ? 'Only the key in DATA_DIR/keys/main opens it, and that is not in it: keep a copy of that file in another place.'
      : 'Only ENCRYPTION_KEY (and ENCRYPTION_KEY_PREVIOUS) opens it, and that is not in it: keep it in another place.',
  );
  return 0;
});
