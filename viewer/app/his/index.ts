export { HisPage } from './HisPage.tsx';
