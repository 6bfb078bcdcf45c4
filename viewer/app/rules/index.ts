export { RulesPage } from './RulesPage.tsx';
export { ruleName } from './ruleTexts.ts';
export { useKeys, usePeople, useRules, useRuleWording } from './useRules.ts';
