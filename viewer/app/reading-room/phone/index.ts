export { PhoneBar } from './PhoneBar.tsx';
