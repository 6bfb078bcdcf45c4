export interface ReadersSignedIn {
  /** The administrator's cookie. */
  administrator: string;
  /** A cookie of each reader. */
  readers: string[];
}

const password = 'A passage for five hundred readers';

/**
 * Makes the first administrator and `count` radiologists of all institutions; each of them signs in and looks at the list of studies,
 * as people do before they open one.
 * @throws Error where the server does not take one of them
 */
export async function readersSignedIn(
  url: string,
  setupToken: string | undefined,
  count: number,
  onProgress: (done: number, total: number) => void,
): Promise<ReadersSignedIn> {
  if (setupToken === undefined) throw new Error('the server has an administrator already');
  const administrator = cookieOf(
    await post(`${url}/api/setup`, {
      ...{ token: setupToken, login: 'bench', name: 'bench' },
      password,
    }),
  );
  const readers: string[] = [];
  for (let i = 1; i <= count; i += 1) {
    const login = `reader-${i}`;
    const person = { login, name: login, password, role: 'radiologist', institutions: ['*'] };
    await post(`${url}/api/people`, person, { Cookie: administrator });
    const cookie = cookieOf(await post(`${url}/api/session`, { login, password }));
    const list = await fetch(`${url}/dicom-web/studies?limit=50`, { headers: { Cookie: cookie } });
    if (!list.ok) throw new Error(`${list.url} answered ${list.status}: ${await list.text()}`);
    await list.arrayBuffer();
    readers.push(cookie);
    onProgress(i, count);
  }
  return { administrator, readers };
}

async function post(url: string, body: object, headers: Record<string, string> = {}): Promise<Response> {
  const reply = await fetch(url, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  if (!reply.ok) throw new Error(`${url} answered ${reply.status}: ${await reply.text()}`);
  return reply;
}

function cookieOf(reply: Response): string {
  const [cookie] = (reply.headers.get('Set-Cookie') ?? '').split(';', 1);
  if (!cookie) throw new Error(`${reply.url} gave no session`);
  return cookie;
}
