export { applyProtocol, type AppliedProtocol } from './applyProtocol.ts';
export { builtInProtocols } from './builtInProtocols.ts';
export { captureProtocol } from './captureProtocol.ts';
export { fittingProtocols } from './fittingProtocols.ts';
export {
  hangingProtocolSchema,
  parseHangingProtocol,
  type HangingPlace,
  type HangingProtocol,
  type ImageRule,
} from './hangingProtocol.ts';
