export { Cine, type CineChange } from './cine.ts';
export { cineRates, type CineState } from './cinePlayer.ts';
