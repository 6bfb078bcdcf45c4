import { describe, expect, it } from 'vitest';
import { setupToken, takeSetupToken } from '../setupToken.ts';

/** A window at an address, which keeps what it was changed to. */
function windowAt(address: string) {
  const changes: string[] = [];
  const history = {
    state: null,
    replaceState: (_state: unknown, _title: string, to: string) => void changes.push(to),
  } as unknown as History;
  return { location: new URL(address) as unknown as Location, history, changes };
}

describe('takeSetupToken', () => {
  it('leaves other addresses alone', () => {
    for (const address of ['http://x/viewer#abc', 'http://x/setup', 'http://x/setup#']) {
      const page = windowAt(address);
      takeSetupToken(page);
      expect(page.changes).toEqual([]);
      expect(setupToken()).toBeUndefined();
    }
  });

  it('takes the token out of the address', () => {
    const page = windowAt('http://x/setup#abc-123_4');
    takeSetupToken(page);
    expect(page.changes).toEqual(['/setup']);
    expect(setupToken()).toBe('abc-123_4');
  });
});
