import { describeVerdict } from '../services/index.ts';
import { countsText, folderArgument, say, withStore } from './store/withStore.ts';

/** `npm run restore -- <folder>`: a backup into an empty database, of PostgreSQL or embedded, whatever it came from. */
const usage = `npm run restore -- <folder>

Puts the backup of <folder> into the empty database that DATABASE_URL or DATA_DIR names, and checks its audit trail. Before, put
back the key of that time (ENCRYPTION_KEY, or DATA_DIR/keys/main). Everybody has to sign in again.
Ends with 0 where all is well, 1 where it is restored and something is wrong with it, 2 where nothing was restored.
`;

const folder = folderArgument(usage);
await withStore(
  async (store) => {
    const { counts, verdict, missingKeys, journalAside } = await store.restoreFrom(folder);
    say(`Restored: ${countsText(counts)}.`);
    say(describeVerdict(verdict));
    for (const path of journalAside)
      say(`A journal of another audit trail was moved to ${path}: look into it for what the backup lacks.`);
    if (missingKeys.length > 0)
      say(
        `Some of it was sealed with keys that are not at hand: ${missingKeys.join(', ')}. Set ENCRYPTION_KEY_PREVIOUS, or those names and numbers cannot be read.`,
      );
    return verdict.problems.length === 0 && missingKeys.length === 0 ? 0 : 1;
  },
  { isNew: true },
);
