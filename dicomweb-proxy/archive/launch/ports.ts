import { createServer } from 'node:net';

function listen(port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.unref();
    server.once('error', reject);
    server.listen({ port, host, exclusive: true }, () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : port));
    });
  });
}

/** A TCP port nobody listens on at this moment, on `host`. */
export function freePort(host = '127.0.0.1'): Promise<number> {
  return listen(0, host);
}

/** Why `port` cannot be listened on (`EADDRINUSE`, `EACCES`, ...), or undefined when it can. */
export async function portObstacle(port: number, host: string): Promise<string | undefined> {
  try {
    await listen(port, host);
    return undefined;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? String(error);
  }
}
