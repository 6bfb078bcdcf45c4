/** What several proxies share, in Redis: small objects, announcements, claims. Nothing here is needed to serve. */
export { SharedState, type SharedStateOptions, type SharedStateReport } from './SharedState.ts';
export type { SharedObjects } from './SharedObjects.ts';
export { onlyProxy, type Claim, type Claims } from './Claims.ts';
