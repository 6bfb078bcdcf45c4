import type { BrowserContext } from '@playwright/test';

export interface WatchedPolicy {
  /** What the browser did not let stand: directive, what it was, address of the page. */
  readonly violations: string[];
  /** Content-Security-Policy of each page that was answered, by address. */
  readonly policies: Map<string, string>;
}

/** Listens in all pages and frames that the context opens from now on. */
export async function watchPolicy(context: BrowserContext): Promise<WatchedPolicy> {
  const violations: string[] = [];
  const policies = new Map<string, string>();
  await context.exposeBinding('tellViolation', ({ frame }, text: string) => {
    violations.push(`${text} in ${frame.url()}`);
  });
  await context.addInitScript(() => {
    const { tellViolation } = window as unknown as { tellViolation: (text: string) => void };
    document.addEventListener('securitypolicyviolation', (event) => {
      const { effectiveDirective, blockedURI, sourceFile, lineNumber, columnNumber, sample } = event;
      tellViolation(
        `${effectiveDirective}: ${blockedURI} ${sample} at ${sourceFile}:${lineNumber}:${columnNumber}`,
      );
    });
  });
  context.on('response', (response) => {
    if (response.request().resourceType() !== 'document') return;
    policies.set(response.url(), response.headers()['content-security-policy'] ?? '');
  });
  return { violations, policies };
}
