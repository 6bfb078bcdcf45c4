/** As much of XMLHttpRequest as dicomweb-client uses, so that it runs in Node. */
export class FetchXhr {
  responseType = '';
  readyState = 0;
  status = 0;
  response: unknown = undefined;
  onreadystatechange: (() => void) | undefined;
  #method = '';
  #url = '';
  #headers = new Headers();
  #responseHeaders = new Headers();

  open(method: string, url: string): void {
    this.#method = method.toUpperCase();
    this.#url = url;
  }

  setRequestHeader(name: string, value: string): void {
    this.#headers.append(name, value);
  }

  getResponseHeader(name: string): string | null {
    return this.#responseHeaders.get(name);
  }

  getAllResponseHeaders(): string {
    return [...this.#responseHeaders].map(([name, value]) => `${name}: ${value}`).join('\r\n');
  }

  send(body?: BodyInit): void {
    void fetch(this.#url, { method: this.#method, headers: this.#headers, body: body ?? null }).then(
      async (response) => {
        this.status = response.status;
        this.#responseHeaders = response.headers;
        const bytes = await response.arrayBuffer();
        const text = (): string => Buffer.from(bytes).toString('utf8');
        this.response =
          this.responseType === 'arraybuffer'
            ? bytes
            : this.responseType === 'json'
              ? (JSON.parse(text()) as unknown)
              : text();
        this.readyState = 4;
        this.onreadystatechange?.();
      },
    );
  }
}
