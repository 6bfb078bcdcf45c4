import { createServer, type Server } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { freePort, portObstacle } from '../ports.ts';

describe('portObstacle', () => {
  let server: Server | undefined;
  afterEach(() => void server?.close());

  it('names a port that is taken, on its address and on all addresses', async () => {
    server = createServer();
    const port = await new Promise<number>((resolve) =>
      server!.listen(0, '127.0.0.1', () => resolve((server!.address() as { port: number }).port)),
    );
    expect(await portObstacle(port, '127.0.0.1')).toBe('EADDRINUSE');
    expect(await portObstacle(port, '0.0.0.0')).toBe('EADDRINUSE');
  });

  it('finds nothing against a free one', async () => {
    expect(await portObstacle(await freePort(), '127.0.0.1')).toBeUndefined();
  });

  it('names an address this machine does not have', async () => {
    // 192.0.2.0/24 is kept for documentation (RFC 5737)
    expect(await portObstacle(0, '192.0.2.1')).toBe('EADDRNOTAVAIL');
  });
});
