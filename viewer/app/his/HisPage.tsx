import { AdministrationPage } from '../administration/index.ts';
import { HisSystems } from './HisSystems.tsx';

/** `/his`: the systems that may embed the viewer, for administrators. */
export function HisPage() {
  return (
    <AdministrationPage section="his">
      <HisSystems />
    </AdministrationPage>
  );
}
