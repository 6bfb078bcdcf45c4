import { AdministrationPage } from '../administration/index.ts';
import { useSession } from '../session/index.ts';
import { AuditTrail } from './AuditTrail.tsx';

/** `/audit`: who did what, for who may read the audit trail. */
export function AuditPage() {
  const session = useSession();
  const mayAdministrate = session.status === 'signed-in' && session.rights.includes('administrate');
  return (
    <AdministrationPage section="audit">
      <AuditTrail mayAdministrate={mayAdministrate} />
    </AdministrationPage>
  );
}
