import { ConfigError, loadConfig } from '../server/index.ts';
import { reseal } from '../services/index.ts';

/** `npm run reseal`: seals the database's columns with ENCRYPTION_KEY; ENCRYPTION_KEY_PREVIOUS has the keys they were sealed with. */
try {
  const config = loadConfig(process.env);
  const { columns, auditRows } = await reseal(config);
  for (const [column, values] of Object.entries(columns)) console.log(`${column}: ${values} sealed anew`);
  if (auditRows > 0)
    console.log(
      `${auditRows} rows of the audit trail were signed with an earlier key and stay as they are: keep it in ENCRYPTION_KEY_PREVIOUS until they are removed.`,
    );
} catch (error) {
  console.error(
    error instanceof ConfigError ? error.message : `Nothing more was changed: ${(error as Error).message}`,
  );
  process.exit(1);
}
