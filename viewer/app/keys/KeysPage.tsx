import { AdministrationPage } from '../administration/index.ts';
import { Keys } from './Keys.tsx';

/** `/keys`: by which programs come, for administrators. */
export function KeysPage() {
  return (
    <AdministrationPage section="keys">
      <Keys />
    </AdministrationPage>
  );
}
