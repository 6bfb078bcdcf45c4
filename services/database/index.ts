/** State that is not images: PostgreSQL, or PGlite embedded, through one query builder. */
export { openDatabase, type DatabaseOptions } from './openDatabase.ts';
export type { Database } from './Database.ts';
export type { Changes, ChangesListener } from './Changes.ts';
export type { NewRow, Row, RowChange, Schema } from './schema.ts';
export { backup, restore, RestoreProblem } from './backup.ts';
export { resealColumns, sealedColumns, type Resealed } from './resealColumns.ts';
export { json } from './columnTypes.ts';
export { FolderTaken } from './claimFolder.ts';
export { isDatabaseAway, isUniqueViolation } from './databaseErrors.ts';
