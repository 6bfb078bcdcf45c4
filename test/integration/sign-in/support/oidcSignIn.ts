import type { Browser, Page } from './Browser.ts';
import type { SignInSystem } from './signInSystem.ts';

/** Begins at our server. @returns where the browser has to go */
export async function begin(browser: Browser, { url }: SignInSystem, to = '/'): Promise<string> {
  const page = await browser.open(`${url}/api/session/oidc`, { json: { to } });
  if (page.status !== 200) throw new Error(`beginning: ${page.status} ${page.text}`);
  return (JSON.parse(page.text) as { address: string }).address;
}

/** Signs in on the provider's page. @returns the address that it leads back to, not opened yet */
export async function signInThere(
  browser: Browser,
  system: SignInSystem,
  address: string,
  login: string,
): Promise<string> {
  const form = await browser.follow(await browser.open(address, { from: system.url }), system.url);
  const action = /<form[^>]* action="([^"]+)"/.exec(form.text)?.[1];
  // Who has signed in there before need not again.
  if (action === undefined) return led(form);
  const sent = await browser.open(new URL(action, form.url).href, {
    form: { prompt: 'login', login, password: 'x' },
    from: form.url,
  });
  return led(await browser.follow(sent, system.url));
}

function led({ location, status, text }: Page): string {
  if (location === undefined) throw new Error(`the provider does not lead back: ${status} ${text}`);
  return location;
}

/** All of it. @returns what the server answers where the provider leads back to */
export async function signInByOidc(
  browser: Browser,
  system: SignInSystem,
  login: string,
  to?: string,
): Promise<Page> {
  const back = await signInThere(browser, system, await begin(browser, system, to), login);
  return browser.open(back, { from: 'http://provider.example' });
}

/** `/api/session` as the page asks for it. */
export async function sessionIn(browser: Browser, { url }: SignInSystem): Promise<Record<string, unknown>> {
  const { text } = await browser.open(`${url}/api/session`, { from: url });
  return JSON.parse(text) as Record<string, unknown>;
}

export const pathOf = ({ location }: Page): string => {
  const { pathname, search } = new URL(location ?? '');
  return pathname + search;
};
