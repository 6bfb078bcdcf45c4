import { useMediaQuery } from '@mantine/hooks';

/** A small screen: a phone either way up. The same condition stands in shell.css and the style sheets. */
const compact = '(max-width: 767px), (max-height: 500px) and (pointer: coarse)';

export const useCompact = (): boolean =>
  useMediaQuery(compact, matchMedia(compact).matches, { getInitialValueInEffect: false });
