export { MonitorTestPage } from './MonitorTestPage.tsx';
