import { networkError, openRequest, readError, request } from '../dicomweb/index.ts';

interface Call {
  method?: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Sent as JSON. */
  body?: unknown;
  /** Asked by who need not be signed in: a refusal is an answer. */
  open?: boolean;
  signal?: AbortSignal | undefined;
}

/** Asks the service of people and sessions. @throws DicomwebError with its status and code */
export async function call(
  address: string,
  { method = 'GET', body, open, signal }: Call = {},
): Promise<Response> {
  const send = open ? openRequest : request;
  const response = await send(address, {
    method,
    ...(body !== undefined && {
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    }),
    ...(signal && { signal }),
  }).catch(networkError);
  if (!response.ok) throw await readError(response);
  return response;
}

/** As `call`, with the answer read. */
export async function ask<Answer>(address: string, options?: Call): Promise<Answer> {
  return (await (await call(address, options)).json()) as Answer;
}
