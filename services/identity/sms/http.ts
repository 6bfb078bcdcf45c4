import { SmsError, smsText, type SmsProvider } from './SmsProvider.ts';

export interface HttpSmsOptions {
  /** http or https; of the hospital's gateway or of a small adapter to a vendor */
  url: string;
  /** Sent as `Authorization: Bearer`; undefined: none. */
  token?: string | undefined;
  /** default: 10 s */
  timeoutMs?: number;
}

/**
 * A gateway that takes `POST {phone, purpose, code, validMinutes, language, text}` as JSON, and answers 2xx when it has
 * taken the message over. Redirects are not followed: the code goes to who was configured.
 */
export function httpProvider({ url, token, timeoutMs = 10_000 }: HttpSmsOptions): SmsProvider {
  return {
    name: 'http',
    async send(message) {
      let response: Response;
      try {
        response = await fetch(url, {
          method: 'POST',
          redirect: 'error',
          signal: AbortSignal.timeout(timeoutMs),
          headers: {
            'content-type': 'application/json',
            ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
          },
          body: JSON.stringify({ ...message, text: smsText(message) }),
        });
      } catch (error) {
        throw new SmsError('the SMS gateway does not answer', { cause: error });
      }
      await response.body?.cancel();
      if (!response.ok) throw new SmsError(`the SMS gateway answers ${response.status}`);
    },
  };
}
