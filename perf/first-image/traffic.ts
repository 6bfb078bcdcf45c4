import type { CdpEvent } from './cdpConnection.ts';

export interface TrafficSum {
  /** requests begun */
  requests: number;
  /** encoded bytes received over the wire, response headers included */
  bytes: number;
}

interface RequestRecord {
  url: string;
  /** seconds on the browser's monotonic clock, like every time here */
  begun: number;
  ended?: number;
  /** what had come in by when, as increments; the total known at the end replaces them */
  received: { at: number; bytes: number }[];
  total?: number;
  local: boolean;
}

interface NetworkEvent {
  requestId: string;
  timestamp: number;
  wallTime?: number;
  encodedDataLength?: number;
  type?: string;
  request?: { url: string };
  response?: { encodedDataLength: number; fromDiskCache?: boolean };
  redirectResponse?: { encodedDataLength: number };
}

/**
 * Adds up the `Network` events of a page and all its workers. Only what goes over the network counts: no data: and
 * blob: addresses, nothing out of the browser's caches. A request that a page and its worker both report is one.
 */
export class Traffic {
  #requests = new Map<string, RequestRecord>();
  #earlier: RequestRecord[] = [];
  #clockOffset: number | undefined;
  /** performance.now() in this process when something last happened */
  lastActivity = performance.now();

  add({ method, params }: CdpEvent): void {
    if (!method.startsWith('Network.')) return;
    const event = params as NetworkEvent;
    if (method === 'Network.requestWillBeSent') return this.#begin(event);
    const record = this.#requests.get(event.requestId);
    if (!record) return;
    this.lastActivity = performance.now();
    switch (method) {
      case 'Network.requestServedFromCache':
        record.local = true;
        break;
      case 'Network.responseReceived':
        if (event.response?.fromDiskCache) record.local = true;
        record.received.push({ at: event.timestamp, bytes: event.response?.encodedDataLength ?? 0 });
        break;
      case 'Network.dataReceived':
        record.received.push({ at: event.timestamp, bytes: Math.max(0, event.encodedDataLength ?? 0) });
        break;
      case 'Network.loadingFinished':
        record.total = event.encodedDataLength;
        record.ended = event.timestamp;
        break;
      case 'Network.loadingFailed':
        record.ended = event.timestamp;
        break;
    }
  }

  #begin(event: NetworkEvent): void {
    const url = event.request?.url ?? '';
    if (!/^https?:/.test(url)) return;
    this.lastActivity = performance.now();
    const before = this.#requests.get(event.requestId);
    if (before && !event.redirectResponse) return;
    if (before) {
      before.total = event.redirectResponse?.encodedDataLength;
      before.ended = event.timestamp;
      this.#earlier.push(before);
    }
    if (event.wallTime !== undefined) this.#clockOffset ??= event.wallTime - event.timestamp;
    this.#requests.set(event.requestId, { url, begun: event.timestamp, received: [], local: false });
  }

  get pending(): number {
    return this.#all().filter((record) => record.ended === undefined).length;
  }

  /** Until `wallMs` (milliseconds since 1970, as performance.timeOrigin + performance.now()); Infinity: all of it. */
  sum(wallMs: number): TrafficSum {
    const until = wallMs / 1000 - (this.#clockOffset ?? 0);
    const counted = this.#all().filter((record) => record.begun <= until);
    const bytes = counted.reduce((sum, record) => sum + bytesUntil(record, until), 0);
    return { requests: counted.length, bytes };
  }

  /** Wall time of the first request, in ms since 1970: when the navigation measured began. */
  get begunAt(): number | undefined {
    const first = Math.min(...this.#all().map((record) => record.begun));
    return this.#clockOffset === undefined ? undefined : (first + this.#clockOffset) * 1000;
  }

  #all(): RequestRecord[] {
    return [...this.#earlier, ...this.#requests.values()].filter((record) => !record.local);
  }
}

function bytesUntil(record: RequestRecord, until: number): number {
  if (record.total !== undefined && record.ended !== undefined && record.ended <= until) return record.total;
  return record.received.reduce((sum, part) => sum + (part.at <= until ? part.bytes : 0), 0);
}
