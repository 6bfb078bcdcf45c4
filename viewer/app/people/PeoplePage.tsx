import { AdministrationPage } from '../administration/index.ts';
import { People } from './People.tsx';

/** `/people`: who may sign in, for administrators. */
export function PeoplePage() {
  return (
    <AdministrationPage section="people">
      <People />
    </AdministrationPage>
  );
}
