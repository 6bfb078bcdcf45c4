/** The database and its keys for commands of the terminal: verify, back up, restore, let an administrator in. */
export { backupName } from './backupFile.ts';
export { NoStore, Store, type Restored, type StoreConfig } from './Store.ts';
