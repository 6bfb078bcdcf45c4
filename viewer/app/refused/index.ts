export { RefusedPage } from './RefusedPage.tsx';
