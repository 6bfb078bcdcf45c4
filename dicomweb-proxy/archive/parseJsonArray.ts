import { setImmediate } from 'node:timers/promises';

/** Several such works may take turns at once. */
const longestTurnMs = 5;
const [quote, backslash, comma] = [0x22, 0x5c, 0x2c];
const opening = new Set([0x5b, 0x7b]);
const closing = new Set([0x5d, 0x7d]);

/** Lets others have their turn between pieces of long work: to be awaited after each. */
export function politely(): () => Promise<void> | undefined {
  let since = performance.now();
  return () => {
    if (performance.now() - since < longestTurnMs) return undefined;
    return setImmediate().then(() => {
      since = performance.now();
    });
  };
}

/**
 * JSON.parse for an array of many megabytes, item by item: other requests are answered meanwhile.
 * @throws SyntaxError
 */
export async function parseJsonArray<T>(json: Buffer): Promise<T[]> {
  const start = json.indexOf('[') + 1;
  if (start === 0 || json.toString('latin1', 0, start).trim() !== '[') {
    throw new SyntaxError('not an array in JSON');
  }
  const pause = politely();
  const items: T[] = [];
  for (let from = start; from < json.length;) {
    const to = endOfItem(json, from);
    if (to === json.length) break;
    const item = json.toString('utf8', from, to).trim();
    const isLast = json[to] !== comma;
    if (item === '' && isLast && items.length === 0) return items;
    items.push(JSON.parse(item) as T);
    if (isLast) return items;
    from = to + 1;
    await pause();
  }
  throw new SyntaxError('the array in JSON does not end');
}

/** Where the comma or bracket behind the item stands that begins at `from`. */
function endOfItem(json: Buffer, from: number): number {
  let depth = 0;
  for (let at = from; at < json.length; at += 1) {
    const byte = json[at] as number;
    if (byte === quote) {
      for (at += 1; at < json.length && json[at] !== quote; at += 1) if (json[at] === backslash) at += 1;
    } else if (opening.has(byte)) depth += 1;
    else if (closing.has(byte)) {
      if (depth === 0) return at;
      depth -= 1;
    } else if (byte === comma && depth === 0) return at;
  }
  return json.length;
}
