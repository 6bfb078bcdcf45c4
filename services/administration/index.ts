/** What administrators do beside people's accounts: rules, departments, who treats whom, keys of programs. */
export type { AdministrationTools } from './AdministrationTools.ts';
export { KeyDesk } from './KeyDesk.ts';
export { RuleDesk, type Explanation, type Question } from './RuleDesk.ts';
