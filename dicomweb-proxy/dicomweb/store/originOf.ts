import type { Request } from 'express';
import type { Origin } from '../../refused/index.ts';

/**
 * Where a part of a body came from.
 * @param headers of the part; `Content-Disposition` may name the file (RFC 6266)
 */
export function originOf(request: Request, headers: Readonly<Record<string, string>>): Origin {
  const agent = request.headers['user-agent'] ?? '';
  const way = agent.startsWith('yunying-import')
    ? 'import'
    : agent.startsWith('Mozilla/')
      ? 'upload'
      : 'stow';
  const fileName = fileNameIn(headers['content-disposition'] ?? '');
  return { way, ...(request.ip && { address: request.ip }), ...(fileName && { fileName }) };
}

const mostCharacters = 500;

function fileNameIn(disposition: string): string | undefined {
  const [, encoded] = /filename\*=UTF-8''([^;\s]+)/i.exec(disposition) ?? [];
  const [, plain] = /filename="([^"]*)"/i.exec(disposition) ?? [];
  try {
    const name = encoded === undefined ? plain : decodeURIComponent(encoded);
    // Only shown, never a path; a person reads it.
    return name?.replace(/\p{Cc}/gu, '').slice(0, mostCharacters);
  } catch {
    return undefined;
  }
}
