import { addressesWithin } from './addresses.ts';
import { isTimeZone, isWithinHours, nextEdge, wallClock, type Hours } from './hours.ts';
import type { Rule } from './Rule.ts';

/** From where and when something is asked. */
export interface Circumstances {
  /** Of the client, IPv4 or IPv6; undefined where it is not known. */
  readonly address: string | undefined;
  /** milliseconds since 1970 */
  readonly at: number;
}

/** A rule with what is worked out of it once. */
export interface PreparedRule {
  readonly rule: Rule;
  /** What of the circumstances is not as the rule asks; undefined: all is. */
  circumstancesFail(circumstances: Circumstances): 'address' | 'hours' | undefined;
}

/** The rules at one time, in their order. It never changes: other rules are another set. */
export interface RuleSet {
  readonly rules: readonly PreparedRule[];
  readonly timeZone: string;
  /** Study dates from the first day on are within the last days: YYYYMMDD. */
  firstOfLastDays(days: number, at: number): string;
  /** When these rules may next hold or not hold by the clock alone, in milliseconds since 1970; Infinity: never. */
  nextEdge(rules: readonly Rule[], at: number): number;
}

/**
 * @param rules in the order they are to be named in
 * @param timeZone of the hospital, an IANA name
 * @throws RangeError for a time zone that does not exist
 */
export function createRuleSet(rules: readonly Rule[], { timeZone }: { timeZone: string }): RuleSet {
  if (!isTimeZone(timeZone)) throw new RangeError(`there is no time zone ${JSON.stringify(timeZone)}`);
  return {
    rules: rules.map((rule) => prepare(rule, timeZone)),
    timeZone,
    firstOfLastDays: (days, at) => daysBefore(wallClock(at, timeZone).date, days - 1),
    nextEdge(some, at) {
      const hours = some.flatMap(hoursOf);
      const byDate = some.some(({ studies }) => studies.dates?.lastDays !== undefined);
      return hours.length > 0 || byDate ? nextEdge(hours, at, timeZone) : Infinity;
    },
  };
}

const hoursOf = ({ circumstances: { hours } }: Rule): readonly Hours[] => [
  ...(hours?.within ?? []),
  ...(hours?.outside ?? []),
];

/** Whether a rule looks at the address. */
export const asksForAddress = ({ circumstances: { addresses } }: Rule): boolean =>
  addresses?.within !== undefined || addresses?.outside !== undefined;

function prepare(rule: Rule, timeZone: string): PreparedRule {
  const { addresses, hours } = rule.circumstances;
  const within = addresses?.within && addressesWithin(addresses.within);
  const outside = addresses?.outside && addressesWithin(addresses.outside);
  const asks = asksForAddress(rule);
  return {
    rule,
    circumstancesFail({ address, at }) {
      if (asks) {
        // Where it is not known, what denies holds and what allows does not.
        if (address === undefined) {
          if (rule.effect === 'allow') return 'address';
        } else if ((within && !within(address)) || outside?.(address)) return 'address';
      }
      if (hours) {
        const clock = wallClock(at, timeZone);
        const isIn = (some: readonly Hours[]) => some.some((one) => isWithinHours(one, clock));
        if ((hours.within && !isIn(hours.within)) || (hours.outside && isIn(hours.outside))) return 'hours';
      }
      return undefined;
    },
  };
}

/** Of the calendar: no hours, so no time zone can shift it. */
function daysBefore(date: string, days: number): string {
  const utc = Date.UTC(Number(date.slice(0, 4)), Number(date.slice(4, 6)) - 1, Number(date.slice(6)));
  return new Date(utc - days * 86_400_000).toISOString().slice(0, 10).replaceAll('-', '');
}
