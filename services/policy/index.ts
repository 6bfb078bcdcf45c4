/** The rules of this place: kept, changed, and in force. */
export { DepartmentMap, type Origin } from './DepartmentMap.ts';
export { RuleError, ruleInput, RuleStore, type RuleInput, type StoredRule } from './RuleStore.ts';
export { Policy, type PolicyOptions, type PolicyState } from './Policy.ts';
