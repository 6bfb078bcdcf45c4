/** The rules of this place: kept, changed, and in force. */
export { DepartmentMap, type Origin } from './DepartmentMap.ts';
export {
  RuleError,
  ruleInput,
  RuleStore,
  type RuleCheck,
  type RuleInput,
  type StoredRule,
} from './RuleStore.ts';
export { isAdministrable, whoMay } from './administrable.ts';
export { byHand, careInput, CareRelations, type CareInput, type CareRelation } from './CareRelations.ts';
export { departmentEntries, DepartmentStore, type DepartmentEntry } from './DepartmentStore.ts';
export { Policy, type PolicyOptions, type PolicyState } from './Policy.ts';
