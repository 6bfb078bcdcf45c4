import type { IncomingMessage } from 'node:http';
import proxyAddress from 'proxy-addr';
import type { Config } from './config.ts';

/** How the client reaches us, as far as the proxies in front that are trusted say so. */
export interface ClientPlace {
  /** IP address; undefined once the client has left. */
  addressOf(request: IncomingMessage): string | undefined;
  /** Whether it speaks TLS with us, or with the proxy in front. */
  isSecure(request: IncomingMessage): boolean;
}

interface Seen {
  forwarded: string | undefined;
  address: string | undefined;
}
const seenOn = Symbol('address of the client');

/** As Express does it for `request.ip` and `request.protocol`, for what stands before Express. */
export function clientPlace({ trustProxy }: Pick<Config, 'trustProxy'>): ClientPlace {
  const trusts = trustFunction(trustProxy);
  const isTrusted = (request: IncomingMessage): boolean => {
    const { remoteAddress } = request.socket;
    return remoteAddress !== undefined && trusts(remoteAddress, 0);
  };
  return {
    addressOf(request) {
      const socket = request.socket as IncomingMessage['socket'] & { [seenOn]?: Seen };
      if (trustProxy === false) return plain(socket.remoteAddress);
      const forwarded = String(request.headers['x-forwarded-for'] ?? '') || undefined;
      const seen = socket[seenOn];
      // A proxy's connection brings many clients, mostly several requests of each.
      if (seen && seen.forwarded === forwarded) return seen.address;
      if (socket.remoteAddress === undefined) return undefined;
      const address = plain(proxyAddress(request, trusts));
      socket[seenOn] = { forwarded, address };
      return address;
    },
    isSecure(request) {
      if ('encrypted' in request.socket) return true;
      if (trustProxy === false || !isTrusted(request)) return false;
      const [protocol = ''] = String(request.headers['x-forwarded-proto'] ?? '').split(',', 1);
      return protocol.trim() === 'https';
    },
  };
}

function trustFunction(trustProxy: Config['trustProxy']): (address: string, hop: number) => boolean {
  if (trustProxy === false) return () => false;
  if (typeof trustProxy === 'number') return (_address, hop) => hop < trustProxy;
  return proxyAddress.compile([...trustProxy]);
}

/** An IPv4 address that came over a socket of IPv6 is that IPv4 address. */
const plain = (address: string | undefined): string | undefined =>
  address?.startsWith('::ffff:') ? address.slice(7) : address;
