export { useVisit } from './useVisit.ts';
export { linkedId, pageVisit, type Visit } from './visit.ts';
export { VisitGuard } from './VisitGuard.tsx';
