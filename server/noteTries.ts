import { tooManyTries, type Services } from '../services/index.ts';
import type { TriesOptions } from './Tries.ts';

/** Who tries too often is not heard, but written down. */
export const noteTries =
  ({ denials }: Services): NonNullable<TriesOptions['onRefused']> =>
  (name, key, address) =>
    denials.note(`tries ${name} ${key}`, tooManyTries(name, key, address));
