export { frameAt, momentOf, videoFacts, type VideoFacts } from './videoFacts.ts';
