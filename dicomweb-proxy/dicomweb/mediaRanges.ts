export interface MediaRange {
  /** lower case, for example multipart/related or image/* */
  readonly type: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly quality: number;
}

const token = /[^\s;,="]+/y;
const quoted = /"((?:[^"\\]|\\.)*)"/y;

/** An Accept or Content-Type header, RFC 9110 12.5.1; the preferred first. Quoted values may hold commas. */
export function parseMediaRanges(header: string): MediaRange[] {
  return splitOutsideQuotes(header, ',')
    .map((range) => {
      const [type = '', ...rest] = splitOutsideQuotes(range, ';');
      const parameters = Object.fromEntries(rest.map(parseParameter).filter(([name]) => name !== ''));
      const quality = Number(parameters.q ?? 1);
      return { type: type.toLowerCase(), parameters, quality: Number.isNaN(quality) ? 0 : quality };
    })
    .filter(({ type, quality }) => type !== '' && quality > 0)
    .sort((a, b) => b.quality - a.quality);
}

function parseParameter(text: string): readonly [string, string] {
  const [name = '', ...value] = text.split('=');
  return [name.trim().toLowerCase(), unquote(value.join('=').trim())];
}

function unquote(text: string): string {
  quoted.lastIndex = 0;
  const inside = quoted.exec(text)?.[1];
  if (inside !== undefined) return inside.replace(/\\(.)/g, '$1');
  token.lastIndex = 0;
  return token.exec(text)?.[0] ?? '';
}

function splitOutsideQuotes(text: string, separator: ',' | ';'): string[] {
  const parts: string[] = [];
  let start = 0;
  let inQuotes = false;
  for (let at = 0; at <= text.length; at += 1) {
    const character = text[at];
    if (character === '\\' && inQuotes) at += 1;
    else if (character === '"') inQuotes = !inQuotes;
    else if (character === undefined || (character === separator && !inQuotes)) {
      parts.push(text.slice(start, at).trim());
      start = at + 1;
    }
  }
  return parts.filter((part) => part !== '');
}

/** Whether `range`, which may have wildcards, covers `type`. */
export const covers = (range: string, type: string): boolean =>
  range === '*/*' || range === type || (range.endsWith('/*') && type.startsWith(range.slice(0, -1)));
