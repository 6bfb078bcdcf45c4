import type { Request } from 'express';
import { HttpProblem } from '../../dicomweb-proxy/index.ts';
import { readBytes } from '../readBytes.ts';

/** Twice the longest token: beside it there is its name. */
const mostBytes = 8192;

/** `?token=` @returns undefined where there is none @throws HttpProblem 400 where there are several */
export function tokenOfQuery({ originalUrl }: Request): string | undefined {
  const at = originalUrl.indexOf('?');
  return at < 0 ? undefined : only(new URLSearchParams(originalUrl.slice(at)));
}

/** The field `token` of a form, as browsers send it. @throws HttpProblem 400, 413, 415 */
export async function tokenOfForm(request: Request): Promise<string | undefined> {
  const type = request.headers['content-type'] ?? '';
  if (!/^application\/x-www-form-urlencoded *(; *charset="?utf-8"?)? *$/i.test(type))
    throw new HttpProblem(415, 'unsupported-media-type', 'The body has to be a form');
  return only(new URLSearchParams((await readBytes(request, mostBytes)).toString('utf8')));
}

function only(fields: URLSearchParams): string | undefined {
  const [token, second] = fields.getAll('token');
  if (second !== undefined) throw new HttpProblem(400, 'parameter-twice', 'There may be one token');
  return token || undefined;
}
