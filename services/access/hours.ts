/** Hours of a week by the clock of the hospital. */
export interface Hours {
  /** 1 Monday to 7 Sunday (ISO 8601); undefined: every day. Of hours over midnight, the day they begin. */
  readonly weekdays?: readonly number[] | undefined;
  /** HH:MM, included */
  readonly from: string;
  /** HH:MM, not included; 24:00 is the end of the day. Not later than `from`: of the next day. */
  readonly until: string;
}

/** What the clocks and calendars of a place show. */
export interface WallClock {
  /** 1 Monday to 7 Sunday */
  readonly weekday: number;
  /** since midnight, 0 to 1439 */
  readonly minute: number;
  /** YYYYMMDD */
  readonly date: string;
}

const weekdays = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
const minuteMs = 60_000;

/** By time zone: asking Intl costs microseconds, and the answer holds for a minute. */
const formatters = new Map<string, Intl.DateTimeFormat>();
const lastClocks = new Map<string, { minute: number; clock: WallClock }>();

export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** @param at milliseconds since 1970 @param timeZone IANA name, for example Asia/Shanghai */
export function wallClock(at: number, timeZone: string): WallClock {
  const minute = Math.floor(at / minuteMs);
  const last = lastClocks.get(timeZone);
  if (last?.minute === minute) return last.clock;
  const parts = new Map(
    formatterOf(timeZone)
      .formatToParts(minute * minuteMs)
      .map(({ type, value }) => [type, value]),
  );
  const number = (type: Intl.DateTimeFormatPartTypes) => Number(parts.get(type));
  const clock = {
    weekday: weekdays.indexOf(parts.get('weekday') ?? '') + 1,
    minute: number('hour') * 60 + number('minute'),
    date: `${parts.get('year')}${parts.get('month')}${parts.get('day')}`,
  };
  lastClocks.set(timeZone, { minute, clock });
  return clock;
}

function formatterOf(timeZone: string): Intl.DateTimeFormat {
  const known = formatters.get(timeZone);
  if (known) return known;
  const made = new Intl.DateTimeFormat('en-US', {
    timeZone,
    calendar: 'gregory',
    numberingSystem: 'latn',
    hourCycle: 'h23',
    weekday: 'short',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  });
  formatters.set(timeZone, made);
  return made;
}

const minutesOf = (text: string): number => Number(text.slice(0, 2)) * 60 + Number(text.slice(3));

export function isWithinHours(hours: Hours, { weekday, minute }: WallClock): boolean {
  const from = minutesOf(hours.from);
  const until = minutesOf(hours.until);
  const on = (day: number) => hours.weekdays?.includes(day) ?? true;
  if (from < until) return on(weekday) && minute >= from && minute < until;
  const dayBefore = weekday === 1 ? 7 : weekday - 1;
  return (minute >= from && on(weekday)) || (minute < until && on(dayBefore));
}

/**
 * When it may next change whether a time lies within any of these hours, or on which date: milliseconds since 1970.
 * Where clocks are put forward or back on the way, the end of this minute: to be asked again.
 */
export function nextEdge(hours: readonly Hours[], at: number, timeZone: string): number {
  const now = wallClock(at, timeZone).minute;
  const edges = [0, ...hours.flatMap(({ from, until }) => [minutesOf(from), minutesOf(until) % 1440])];
  const away = Math.min(...edges.map((edge) => ((edge - now + 1439) % 1440) + 1));
  const thisMinute = Math.floor(at / minuteMs) * minuteMs;
  const edge = thisMinute + away * minuteMs;
  return wallClock(edge, timeZone).minute === (now + away) % 1440 ? edge : thisMinute + minuteMs;
}
