export { EmbedGuard } from './EmbedGuard.tsx';
export { startEmbedding } from './startEmbedding.ts';
