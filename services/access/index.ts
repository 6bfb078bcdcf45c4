/** Who may do what: rights, roles, rules, and the one function that decides. Pure; it knows no database and no HTTP. */
export { rightBit, rights, studyRights, systemRights, type Right } from './rights.ts';
export { roles, type Role } from './roles.ts';
export { builtInRules } from './builtInRules.ts';
export { ruleSchema, type Rule } from './Rule.ts';
export { createRuleSet, type Circumstances, type RuleSet } from './RuleSet.ts';
export { comparable, patientKey, type PatientIdentity, type StudyFacts } from './StudyFacts.ts';
export { anonymous, type Grant, type PatientScope, type Principal } from './Principal.ts';
export type { Because, BecauseCode } from './Because.ts';
export {
  byEmergency,
  byGrant,
  evaluateRules,
  mayOnSome,
  type Considered,
  type Verdict,
} from './evaluateRules.ts';
export { createViewpoint, Viewpoints, type Viewpoint } from './Viewpoint.ts';
export { decide, longestDecisionMs, permits, StudyDecisions, type Decision } from './decisions.ts';
export { addressesWithin, isAddressRange } from './addresses.ts';
