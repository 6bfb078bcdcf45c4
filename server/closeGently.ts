import type { Socket } from 'node:net';

/** How long a client may go on sending what nobody wants. */
const longestMs = 5_000;

/**
 * For a connection that is to end with an answer while the client is still sending: closed at once it would be reset, and the
 * answer lost on the way (RFC 9112 9.6). Ours is ended, what comes is thrown away, until the client has ended too.
 */
export function closeGently(socket: Socket): void {
  // Node closes by it, after the last answer.
  socket.destroySoon = () => {
    socket.end();
    const timer = setTimeout(() => socket.destroy(), longestMs);
    socket.once('end', () => socket.destroy());
    socket.once('close', () => clearTimeout(timer));
  };
}
