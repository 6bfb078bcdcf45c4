import { mostPriors } from '../../../imaging/index.ts';

/** What is compared, with one study more; in the place of the last one where no more fit. */
export const withStudy = (compared: readonly string[], study: string): string[] => [
  ...compared.slice(0, mostPriors - 1),
  study,
];
