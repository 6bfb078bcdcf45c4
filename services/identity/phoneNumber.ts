/**
 * A telephone number as E.164 writes it, so that one number is one text however it was typed: `+8613800138000`.
 * Without a country it is a Chinese one.
 * @returns undefined where it is none
 */
export function phoneNumber(text: string): string | undefined {
  const plain = text
    .normalize('NFKC')
    .replace(/[\s().-]/g, '')
    .replace(/^00/, '+');
  if (/^1[3-9]\d{9}$/.test(plain)) return `+86${plain}`;
  if (/^\+86/.test(plain)) return /^\+861[3-9]\d{9}$/.test(plain) ? plain : undefined;
  return /^\+[1-9]\d{6,14}$/.test(plain) ? plain : undefined;
}

/** All but the last four digits hidden: for logs, and for the page that asks for the code. */
export const maskedPhone = (phone: string): string => phone.replace(/\d(?=\d{4})/g, '*');
