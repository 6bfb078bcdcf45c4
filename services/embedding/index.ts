/** The viewer inside a HIS: which tokens of which HIS open it. */
export {
  embedAlgorithms,
  EmbedKeyError,
  readEmbedKey,
  type EmbedAlgorithm,
  type EmbedKey,
} from './embedKey.ts';
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
