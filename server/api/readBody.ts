import type { Request } from 'express';
import type { z } from 'zod';
import { HttpProblem } from '../../dicomweb-proxy/index.ts';
import { readBytes } from '../readBytes.ts';

/** All that is entered here is short. */
const mostBytes = 64 * 1024;

/**
 * The body of a request, as JSON. A form of another page can send no such type without being asked about beforehand.
 * @param schema of a strict object: what it does not name is refused
 * @throws HttpProblem 400, 413, 415; 422 where a value is not allowed
 */
export async function readBody<Schema extends z.ZodType>(
  request: Request,
  schema: Schema,
): Promise<z.output<Schema>> {
  return checked(schema, parseJson(await readText(request)));
}

/** As `readBody`, where nothing need be said. */
export async function readOptionalBody<Schema extends z.ZodType>(
  request: Request,
  schema: Schema,
): Promise<z.output<Schema>> {
  const { 'content-length': length, 'transfer-encoding': transfer } = request.headers;
  if ((length === undefined || length === '0') && transfer === undefined) return checked(schema, {});
  return readBody(request, schema);
}

/** @throws HttpProblem 400 for a form that is not asked for, 422 for a value that is not allowed */
export function checked<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const told = parsed.error.issues
    .map(({ path, message }) => `${path.join('.') || 'body'}: ${message}`)
    .join('; ');
  const isForm = parsed.error.issues.some(
    ({ code }) => code === 'unrecognized_keys' || code === 'invalid_type',
  );
  throw isForm
    ? new HttpProblem(400, 'bad-body', `The body is not what is asked for here: ${told}`)
    : new HttpProblem(422, 'not-allowed', told);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new HttpProblem(400, 'bad-body', 'The body is not JSON');
  }
}

async function readText(request: Request): Promise<string> {
  const type = request.headers['content-type'] ?? '';
  if (!/^application\/json *(; *charset="?utf-8"?)? *$/i.test(type))
    throw new HttpProblem(415, 'unsupported-media-type', 'The body has to be application/json');
  if (request.headers['content-encoding'] !== undefined)
    throw new HttpProblem(415, 'unsupported-media-type', 'The body has to come as it is, not compressed');
  const bytes = await readBytes(request, mostBytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new HttpProblem(400, 'bad-body', 'The body is not UTF-8');
  }
}
