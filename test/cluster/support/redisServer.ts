import { connect } from 'node:net';
import { once } from 'node:events';
import { join } from 'node:path';
import { freePort } from '../../../dicomweb-proxy/archive/launch/ports.ts';
import { programs } from './programs.ts';
import { ServerProcess } from './ServerProcess.ts';

/** Redis on a free port; nothing of it goes to the disk. @param password that it asks for; none: for no one */
export async function redisServer(
  folder: string,
  password?: string,
): Promise<{ url: string; process: ServerProcess }> {
  const port = await freePort();
  const process = new ServerProcess({
    command: programs.redis ?? '',
    args: [
      '--port',
      String(port),
      '--bind',
      '127.0.0.1',
      '--save',
      '',
      '--appendonly',
      'no',
      '--dir',
      folder,
      ...(password === undefined ? [] : ['--requirepass', password]),
    ],
    log: join(folder, 'redis.log'),
    answers: () => pings(port),
  });
  return { url: `redis://${password === undefined ? '' : `:${password}@`}127.0.0.1:${port}`, process };
}

async function pings(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    socket.write('PING\r\n');
    const [answer] = (await once(socket, 'data')) as [Buffer];
    return /^(\+PONG|-NOAUTH)/.test(answer.toString());
  } finally {
    socket.destroy();
  }
}
