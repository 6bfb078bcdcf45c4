import type { AccountTools } from '../accounts/index.ts';
import type { CareRelations, DepartmentStore, Policy, RuleStore } from '../policy/index.ts';

/** What the desks of administration work with. */
export interface AdministrationTools extends AccountTools {
  rules: RuleStore;
  policy: Policy;
  departments: DepartmentStore;
  care: CareRelations;
  /** Of the hospital, an IANA name. */
  timeZone: string;
}
