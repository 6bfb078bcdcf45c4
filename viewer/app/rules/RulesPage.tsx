import { AdministrationPage } from '../administration/index.ts';
import { DepartmentsEditor } from './DepartmentsEditor.tsx';
import { Rules } from './Rules.tsx';
import { RuleTest } from './RuleTest.tsx';

/** `/rules`: who may do what, tried out on the same page. */
export function RulesPage() {
  return (
    <AdministrationPage section="rules">
      <RuleTest />
      <Rules />
      <DepartmentsEditor />
    </AdministrationPage>
  );
}
