/** Chrome DevTools Protocol over its WebSocket, with flat sessions (https://chromedevtools.github.io/devtools-protocol). */
export interface CdpConnection {
  send(method: string, params?: object, sessionId?: string): Promise<unknown>;
  close(): void;
}

export interface CdpEvent {
  method: string;
  params: unknown;
  sessionId?: string;
}

interface Reply {
  id?: number;
  method?: string;
  params?: unknown;
  sessionId?: string;
  result?: unknown;
  error?: { message: string };
}

/** Rejects when there is no browser at `url`; a command's promise rejects with what the browser says is wrong. */
export async function connectCdp(url: string, onEvent: (event: CdpEvent) => void): Promise<CdpConnection> {
  const socket = new WebSocket(url);
  const waiting = new Map<number, { resolve(result: unknown): void; reject(error: Error): void }>();
  await new Promise<void>((resolve, reject) => {
    socket.onopen = () => resolve();
    socket.onerror = () => reject(new Error(`no DevTools connection at ${url}`));
  });
  socket.onmessage = ({ data }) => {
    const reply = JSON.parse(String(data)) as Reply;
    if (reply.id === undefined) {
      if (reply.method) onEvent({ method: reply.method, params: reply.params, sessionId: reply.sessionId });
      return;
    }
    const command = waiting.get(reply.id);
    waiting.delete(reply.id);
    if (reply.error) command?.reject(new Error(reply.error.message));
    else command?.resolve(reply.result);
  };
  socket.onclose = () => {
    for (const command of waiting.values())
      command.reject(new Error('the browser closed the DevTools connection'));
    waiting.clear();
  };
  let lastId = 0;
  return {
    send(method, params = {}, sessionId) {
      const id = (lastId += 1);
      return new Promise((resolve, reject) => {
        if (socket.readyState !== WebSocket.OPEN)
          return reject(new Error('the DevTools connection is closed'));
        waiting.set(id, { resolve, reject });
        socket.send(JSON.stringify({ id, method, params, ...(sessionId ? { sessionId } : {}) }));
      });
    },
    close: () => socket.close(),
  };
}
