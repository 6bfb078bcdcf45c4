export { answers, storeInstances, storedInstances } from './storeInstances.ts';
export type { StoreAnswer, StoreFailure, StoreItem } from './storeInstances.ts';
