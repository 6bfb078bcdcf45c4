import { newUid } from '../../dicomweb/index.ts';

/** Long enough for a busy tab to answer, too short to be noticed. */
const answerMs = 300;

type Message = { readonly asks: string } | { readonly here: string };

/** Which reading rooms are open in other tabs of this browser: each answers when it is asked. */
export class OpenTabs {
  /** Name of this one. */
  readonly own = newUid();
  readonly #channel = openChannel();
  readonly #heard = new Set<string>();

  constructor() {
    const channel = this.#channel;
    if (!channel) return;
    channel.onmessage = ({ data }: MessageEvent<Message>) => {
      if ('asks' in data) channel.postMessage({ here: this.own } satisfies Message);
      else this.#heard.add(data.here);
    };
  }

  /** The names of the others. A tab that the browser has frozen does not answer. Rejects where the browser lets none ask. */
  async others(): Promise<ReadonlySet<string>> {
    if (!this.#channel) throw new Error('the browser lets no tab ask the others');
    this.#heard.clear();
    this.#channel.postMessage({ asks: this.own } satisfies Message);
    await new Promise((resolve) => setTimeout(resolve, answerMs));
    return new Set(this.#heard);
  }

  /** This one is gone: its work may be taken over. */
  close(): void {
    this.#channel?.close();
  }
}

/** In a frame of another site browsers may forbid it. */
function openChannel(): BroadcastChannel | undefined {
  try {
    return new BroadcastChannel('yunying-tabs');
  } catch {
    return undefined;
  }
}
