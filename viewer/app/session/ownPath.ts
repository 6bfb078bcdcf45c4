import { sectionPaths } from '../administration/sections.ts';

const pages = ['/', '/viewer', '/refused', '/account', '/monitor-test', '/emergency', ...sectionPaths];

/**
 * Where to go after signing in: one of our own pages with its query, or the first one. What an address like `//evil.example`,
 * `/\evil.example` or `javascript:` asks for is not gone to.
 *
 * @param wanted as it stands in the address, decoded
 */
export function ownPath(wanted: string | null, origin = window.location.origin): string {
  // Browsers leave control characters out, and take \ for /.
  if (wanted === null || !/^\/(?![/\\])[^\\\p{Cc}]*$/u.test(wanted)) return '/';
  const address = URL.parse(wanted, origin);
  if (!address || address.origin !== origin || !pages.includes(address.pathname)) return '/';
  return `${address.pathname}${address.search}${address.hash}`;
}
