import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** As Orthanc answers when it fails, but not by the file it was asked for. */
const failure = JSON.stringify({ HttpStatus: 500, Message: 'Error with the database', OrthancStatus: 11 });
const refusal = `HTTP/1.1 500 Internal Server Error\r\ncontent-length: ${failure.length}\r\n\r\n${failure}`;

/** Stands between proxy and archive: a line that can be cut, made slow, listened to and answered at. */
export class ArchiveRelay {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  readonly #target: URL;
  /** Every request waits this long on its way to the archive. */
  delayMs = 0;
  isCut = false;
  /** Connections of the proxy at this moment, and the most there were. */
  open = 0;
  mostOpen = 0;
  /** Requests that came through. */
  requests = 0;
  /** Told of every request before it goes on: its first line. */
  onRequest: (line: string) => void = () => undefined;
  /** What is answered with 500 instead of the archive. */
  refuses: (line: string) => boolean = () => false;

  private constructor(target: string) {
    this.#target = new URL(target);
    this.#server = createServer((near) => this.#accept(near));
  }

  static async to(target: string): Promise<{ relay: ArchiveRelay; url: string }> {
    const relay = new ArchiveRelay(target);
    await new Promise<void>((resolve) => relay.#server.listen(0, '127.0.0.1', resolve));
    return { relay, url: `http://127.0.0.1:${(relay.#server.address() as AddressInfo).port}` };
  }

  cut(): void {
    this.isCut = true;
    for (const socket of this.#sockets) socket.destroy();
  }

  mend(): void {
    this.isCut = false;
  }

  close(): void {
    this.cut();
    this.#server.close();
  }

  #accept(near: Socket): void {
    if (this.isCut) return void near.destroy();
    const { hostname, port } = this.#target;
    const far = connect(Number(port), hostname);
    this.open += 1;
    this.mostOpen = Math.max(this.mostOpen, this.open);
    near.on('close', () => (this.open -= 1));
    let sending: Promise<unknown> = Promise.resolve();
    near.on('data', (chunk: Buffer) => {
      const line = /^(GET|POST|DELETE) \S+/.exec(chunk.toString('latin1', 0, 1000))?.[0];
      if (line !== undefined) {
        this.requests += 1;
        this.onRequest(line);
        if (this.refuses(line)) return void near.write(refusal);
      }
      const { delayMs } = this;
      const wait = sending.then(() => delayMs > 0 && new Promise((done) => setTimeout(done, delayMs)));
      sending = wait.then(() => far.writable && far.write(chunk));
    });
    near.on('end', () => void sending.then(() => far.end()));
    far.pipe(near);
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      this.#sockets.add(one);
      one.on('error', () => other.destroy());
      one.on('close', () => {
        this.#sockets.delete(one);
        other.destroy();
      });
    }
  }
}
