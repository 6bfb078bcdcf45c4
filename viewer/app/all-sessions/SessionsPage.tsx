import { AdministrationPage } from '../administration/index.ts';
import { AllSessions } from './AllSessions.tsx';

/** `/sessions`: who is signed in, for administrators. */
export function SessionsPage() {
  return (
    <AdministrationPage section="sessions">
      <AllSessions />
    </AdministrationPage>
  );
}
