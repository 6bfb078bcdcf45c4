export { demoInstances, generateDemoStudies } from './generate.ts';
export type { DemoInstance, DemoInstanceIds } from './generate.ts';
export { loadDemoStudies } from './load.ts';
export type { LoadDemoOptions } from './load.ts';
export { demoTruth } from './truth.ts';
export type { DemoTruth, LandmarkTruth, NoduleTruth, SeriesTruth, StudyTruth } from './truth.ts';
