import { request } from 'undici';

export interface Page {
  status: number;
  /** Where it is. */
  url: string;
  /** Where it leads to. */
  location: string | undefined;
  setCookie: readonly string[];
  text: string;
}

interface Cookie {
  value: string;
  sameSite: string;
}

/** A browser as far as cookies and redirections go: those that are `Strict` are not sent where another site has led to. */
export class Browser {
  readonly #cookies = new Map<string, Map<string, Cookie>>();

  /** @param from the page that leads there; undefined: typed by hand */
  async open(
    url: string,
    {
      form,
      json,
      from,
      method,
    }: { form?: Record<string, string>; json?: unknown; from?: string; method?: string } = {},
  ): Promise<Page> {
    const { origin } = new URL(url);
    const isCrossSite = from !== undefined && new URL(from).origin !== origin;
    const jar = this.#jar(origin);
    const cookie = [...jar]
      .filter(([, { sameSite }]) => !(isCrossSite && sameSite === 'strict'))
      .map(([name, { value }]) => `${name}=${value}`)
      .join('; ');
    const body = form
      ? new URLSearchParams(form).toString()
      : json === undefined
        ? null
        : JSON.stringify(json);
    const reply = await request(url, {
      method: (method ?? (body === null ? 'GET' : 'POST')) as 'GET',
      headers: {
        ...(cookie !== '' && { cookie }),
        ...(form && { 'content-type': 'application/x-www-form-urlencoded' }),
        ...(json !== undefined && { 'content-type': 'application/json' }),
      },
      body,
    });
    const setCookie = [reply.headers['set-cookie'] ?? []].flat();
    for (const line of setCookie) this.#keep(jar, line);
    const location = reply.headers.location;
    return {
      ...{ status: reply.statusCode, url, setCookie, text: await reply.body.text() },
      location: location === undefined ? undefined : new URL(String(location), url).href,
    };
  }

  /** Goes where it is led to. @param until an address at which it stops, without having opened it */
  async follow(page: Page, until: string): Promise<Page> {
    let at = page;
    while (at.location !== undefined && !at.location.startsWith(until))
      at = await this.open(at.location, { from: at.url });
    return at;
  }

  cookie(url: string, name: string): string | undefined {
    return this.#jar(new URL(url).origin).get(name)?.value;
  }

  setCookie(url: string, name: string, value: string): void {
    this.#jar(new URL(url).origin).set(name, { value, sameSite: 'lax' });
  }

  /** Ports of one host share them in browsers; here each server has its own, as on hosts of their own. */
  #jar(origin: string): Map<string, Cookie> {
    const jar = this.#cookies.get(origin) ?? new Map<string, Cookie>();
    this.#cookies.set(origin, jar);
    return jar;
  }

  #keep(jar: Map<string, Cookie>, line: string): void {
    const [pair = '', ...attributes] = line.split(';').map((one) => one.trim());
    const at = pair.indexOf('=');
    const [name, value] = [pair.slice(0, at), pair.slice(at + 1)];
    const sameSite =
      attributes
        .find((one) => /^samesite=/i.test(one))
        ?.slice(9)
        .toLowerCase() ?? 'lax';
    const isGone =
      value === '' || attributes.some((one) => /^(max-age=0|expires=thu, 01 jan 1970)/i.test(one));
    if (isGone) jar.delete(name);
    else jar.set(name, { value, sameSite });
  }
}
