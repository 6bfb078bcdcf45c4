import { AdministrationPage } from '../administration/index.ts';
import { Emergencies } from './Emergencies.tsx';

/** `/emergencies`: what was opened in emergencies, for those who review it. */
export function EmergenciesPage() {
  return (
    <AdministrationPage section="emergencies">
      <Emergencies />
    </AdministrationPage>
  );
}
