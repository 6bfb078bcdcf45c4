import { describeVerdict } from '../services/index.ts';
import { refuseArguments, say, withStore } from './store/withStore.ts';

/** `npm run verify-audit`: computes the chain of the audit trail again, and says where it is not whole. */
const usage = `npm run verify-audit

Checks every event of the audit trail: changed, removed, added or moved ones are named, the first one first.
Ends with 0 where it is whole, 1 where it is not, 2 where it cannot be checked. Nothing is written.
`;

refuseArguments(usage);
await withStore(async (store) => {
  const verdict = await store.verify();
  say(describeVerdict(verdict));
  return verdict.problems.length === 0 ? 0 : 1;
});
