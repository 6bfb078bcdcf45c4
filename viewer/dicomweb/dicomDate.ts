/** A calendar day; `month` and `day` count from 1. */
export interface CalendarDay {
  year: number;
  month: number;
  day: number;
}

/** A time of day; what is not known is absent. */
export interface TimeOfDay {
  hour: number;
  minute?: number;
  second?: number;
}

const englishMonths = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** Reads DA, `YYYYMMDD`, and the form of before DICOM 3, `YYYY.MM.DD` (PS3.5 6.2); undefined when it is not a day of the calendar. */
export function parseDate(da: string | undefined): CalendarDay | undefined {
  const match = /^(\d{4})(\.?)(\d{2})\2(\d{2})$/.exec(da?.trim() ?? '');
  if (!match) return undefined;
  const [year, month, day] = [Number(match[1]), Number(match[3]), Number(match[4])];
  if (month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return undefined;
  return { year, month, day };
}

/** Reads TM, `HHMMSS.FFFFFF` and its shorter forms, also `HH:MM:SS` of before DICOM 3; undefined when it is not a time. */
export function parseTime(tm: string | undefined): TimeOfDay | undefined {
  const match = /^(\d{2})(?::?(\d{2})(?::?(\d{2})(?:\.\d{1,6})?)?)?$/.exec(tm?.trim() ?? '');
  if (!match) return undefined;
  const [hour, minute, second] = match
    .slice(1)
    .map((part: string | undefined) => (part ? Number(part) : undefined));
  // 60 is a leap second (PS3.5 6.2).
  if (hour === undefined || hour > 23 || (minute ?? 0) > 59 || (second ?? 0) > 60) return undefined;
  return { hour, ...(minute !== undefined && { minute }), ...(second !== undefined && { second }) };
}

/** `2026-07-01` in Chinese, `01 Jul 2026` else: neither can be misread. What is not a date is shown as it is. */
export function formatDate(da: string | undefined, language: string): string {
  const date = parseDate(da);
  if (!date) return da?.trim() ?? '';
  const [year, month, day] = [pad(date.year, 4), pad(date.month), pad(date.day)];
  return isChinese(language) ? `${year}-${month}-${day}` : `${day} ${englishMonths[date.month - 1]} ${year}`;
}

/** `14:05`, with `seconds` also `14:05:30`; `14时` / `14h` when only the hour is known. What is not a time is shown as it is. */
export function formatTime(tm: string | undefined, language: string, { seconds = false } = {}): string {
  const time = parseTime(tm);
  if (!time) return tm?.trim() ?? '';
  if (time.minute === undefined) return `${pad(time.hour)}${isChinese(language) ? '时' : 'h'}`;
  const parts = [time.hour, time.minute, ...(seconds && time.second !== undefined ? [time.second] : [])];
  return parts.map((part) => pad(part)).join(':');
}

/** Date and time of separate attributes, as `2026-07-01 14:05`; either may be absent. */
export function formatDateAndTime(
  da: string | undefined,
  tm: string | undefined,
  language: string,
  options: { seconds?: boolean } = {},
): string {
  return [formatDate(da, language), formatTime(tm, language, options)]
    .filter((part) => part !== '')
    .join(' ');
}

/** DT, `YYYYMMDDHHMMSS.FFFFFF&ZZXX` and its shorter forms (PS3.5 6.2), with its offset from UTC where it names one. */
export function formatDateTime(
  dt: string | undefined,
  language: string,
  options: { seconds?: boolean } = {},
): string {
  const text = dt?.trim() ?? '';
  const match = /^(\d{4})(\d{2})?(\d{2})?(\d{2,6}(?:\.\d{1,6})?)?([+-]\d{4})?$/.exec(text);
  if (!match) return text;
  const [, year = '', month, day, time, offset] = match;
  const zone = offset ? ` ${offset.slice(0, 3)}:${offset.slice(3)}` : '';
  if (month === undefined) return year + zone;
  if (day === undefined) return formatMonth(year, month, language, text) + zone;
  if (!parseDate(year + month + day) || (time !== undefined && !parseTime(time))) return text;
  return formatDateAndTime(year + month + day, time, language, options) + zone;
}

/** The day as DA, `YYYYMMDD`, in the browser's time zone. */
export function toDa(day: Date): string {
  return `${pad(day.getFullYear(), 4)}${pad(day.getMonth() + 1)}${pad(day.getDate())}`;
}

export function daysInMonth(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}

function formatMonth(year: string, month: string, language: string, text: string): string {
  const index = Number(month) - 1;
  if (index < 0 || index > 11) return text;
  return isChinese(language) ? `${year}-${month}` : `${englishMonths[index]} ${year}`;
}

const isChinese = (language: string): boolean => language.startsWith('zh');
const pad = (value: number, digits = 2): string => String(value).padStart(digits, '0');
