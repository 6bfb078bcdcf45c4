export {
  hangingProtocolSchema,
  parseHangingProtocol,
  type HangingPlace,
  type HangingProtocol,
  type ImageRule,
} from './hangingProtocol.ts';
