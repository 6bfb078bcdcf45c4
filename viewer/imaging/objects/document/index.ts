export { documentFacts, endingOf, type DocumentFacts } from './documentFacts.ts';
export { clinicalSections, type ClinicalSection } from './clinicalDocument.ts';
