/** A moment in the reader's language and time zone, to the minute. @param iso ISO 8601 */
export const timeText = (iso: string, language: string): string =>
  new Intl.DateTimeFormat(language, { dateStyle: 'short', timeStyle: 'short' }).format(new Date(iso));
