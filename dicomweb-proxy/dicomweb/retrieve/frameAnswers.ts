import type { IncomingMessage, ServerResponse } from 'node:http';
import { LRUCache } from 'lru-cache';
import type { InstanceRecord } from '../../archive/index.ts';
import { frameFormat } from '../../prepared/index.ts';
import { answeredNotModified } from '../sendBytes.ts';
import { frameRepresentations, type FrameRepresentation } from './frameRepresentation.ts';

/** Strong, another one for every form. */
export function etagOf(
  { version }: InstanceRecord,
  frames: readonly number[],
  { form, multipart }: FrameRepresentation,
): string {
  return `"${version}-${frames.join('.')}${etagSuffix[form]}${multipart ? '-m' : ''}"`;
}

const etagSuffix: Record<FrameRepresentation['form'], string> = {
  stored: '',
  htj2k: `-h${frameFormat}`,
  decoded: '-d',
};

/** What caches have to know of every answer about frames; adds to the Vary that is there. */
export function describeCaching(response: ServerResponse): void {
  response.appendHeader('vary', 'Accept');
  // The address says nothing of the version, so the client asks whether it still holds; 304 costs no bytes.
  response.setHeader('cache-control', 'private, no-cache');
}

/**
 * True, with 304 sent, when the client has the frame in any form that it takes.
 * @param isThere whether it is known that there is such a frame
 */
export function hasAlready(
  request: IncomingMessage,
  response: ServerResponse,
  instance: InstanceRecord,
  frame: number,
  choices: readonly FrameRepresentation[],
  isThere: boolean,
): boolean {
  if (request.headers['if-none-match'] === undefined) return false;
  return choices.some((choice) =>
    answeredNotModified(request, response, etagOf(instance, [frame], choice), isThere),
  );
}

/** A viewer sends the same Accept with each of its thousands of requests. */
export function rememberNegotiations(): typeof frameRepresentations {
  const known = new LRUCache<string, FrameRepresentation[]>({ max: 500 });
  return (accept, stored, count) => {
    const key = `${stored} ${count > 1} ${accept ?? ''}`;
    let choices = known.get(key);
    if (!choices) {
      choices = frameRepresentations(accept, stored, count);
      if (key.length < 1000) known.set(key, choices);
    }
    return choices;
  };
}
