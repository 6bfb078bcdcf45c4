import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';

export interface SmsGateway {
  url: string;
  /** What came with the right token, the oldest first. */
  readonly messages: readonly { phone: string; code: string }[];
  close(): Promise<void>;
}

/** As a hospital has one: it takes messages from who knows its token. */
export async function smsGateway(token: string): Promise<SmsGateway> {
  const messages: { phone: string; code: string }[] = [];
  const server = createServer((request, response) => {
    void json(request).then((message) => {
      const knowsToken = request.headers.authorization === `Bearer ${token}`;
      if (knowsToken) messages.push(message as { phone: string; code: string });
      response.writeHead(knowsToken ? 204 : 401).end();
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    messages,
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}
