/** The viewer inside a HIS: which tokens of which HIS open it. */
export {
  embedAlgorithms,
  EmbedKeyError,
  readEmbedKey,
  type EmbedAlgorithm,
  type EmbedKey,
} from './embedKey.ts';
export { EmbedDesk, heartbeatMs, type EmbedAnswer, type EmbedProblem, type EmbedTrial } from './EmbedDesk.ts';
export type { EmbedStudies } from './embedGrant.ts';
export { HisDesk } from './HisDesk.ts';
export { hisInput, type HisInput } from './hisInput.ts';
export { HisError, HisSystems, type HisSystem } from './HisSystems.ts';
export { UsedTokens } from './UsedTokens.ts';
export type { EmbedClaims } from './embedClaims.ts';
export {
  clockSkew,
  longestEmbedLife,
  longestEmbedToken,
  verifyEmbedToken,
  type EmbedIssuer,
  type EmbedTokenProblem,
  type EmbedTokenStore,
  type EmbedTokenVerdict,
} from './verifyEmbedToken.ts';
