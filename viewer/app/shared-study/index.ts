export { SharedStudyPage } from './SharedStudyPage.tsx';
