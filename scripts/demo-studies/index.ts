export { demoInstances, generateDemoStudies } from './generate.ts';
export type { DemoInstance, DemoInstanceIds } from './generate.ts';
export { loadDemoStudies } from './load.ts';
export type { LoadDemoOptions } from './load.ts';
export { longStudy } from './longStudy.ts';
export type { LongStudy } from './longStudy.ts';
export { demoTruth } from './truth.ts';
export type { DemoTruth, LandmarkTruth, NoduleTruth, SeriesTruth, StudyTruth } from './truth.ts';
