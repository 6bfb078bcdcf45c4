export { EmergencyBanner } from './EmergencyBanner.tsx';
export { EmergencyPage } from './EmergencyPage.tsx';
