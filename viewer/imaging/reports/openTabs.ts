import { newUid } from '../../dicomweb/index.ts';

/** Long enough for a busy tab to answer, too short to be noticed. */
const answerMs = 300;

type Message = { readonly asks: string } | { readonly here: string };

/** Which reading rooms are open in other tabs of this browser: each answers when it is asked. */
export class OpenTabs {
  /** Name of this one. */
  readonly own = newUid();
  readonly #channel = new BroadcastChannel('yunying-tabs');
  readonly #heard = new Set<string>();

  constructor() {
    this.#channel.onmessage = ({ data }: MessageEvent<Message>) => {
      if ('asks' in data) this.#channel.postMessage({ here: this.own } satisfies Message);
      else this.#heard.add(data.here);
    };
  }

  /** The names of the others. A tab that the browser has frozen does not answer. */
  async others(): Promise<ReadonlySet<string>> {
    this.#heard.clear();
    this.#channel.postMessage({ asks: this.own } satisfies Message);
    await new Promise((resolve) => setTimeout(resolve, answerMs));
    return new Set(this.#heard);
  }

  /** This one is gone: its work may be taken over. */
  close(): void {
    this.#channel.close();
  }
}
