export { EmergenciesPage } from './EmergenciesPage.tsx';
