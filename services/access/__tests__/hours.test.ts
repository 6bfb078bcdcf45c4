import { describe, expect, it } from 'vitest';
import { isWithinHours, nextEdge, wallClock, type Hours } from '../hours.ts';

const at = (text: string) => Date.parse(text);

describe('the clock of the hospital', () => {
  it.each([
    ['2026-11-24T16:30:00Z', 'Asia/Shanghai', { weekday: 3, minute: 30, date: '20261125' }],
    ['2026-11-25T15:59:59Z', 'Asia/Shanghai', { weekday: 3, minute: 1439, date: '20261125' }],
    ['2026-11-29T23:00:00Z', 'UTC', { weekday: 7, minute: 1380, date: '20261129' }],
    // Half past: India and, with a quarter, Nepal.
    ['2026-11-25T00:00:00Z', 'Asia/Kathmandu', { weekday: 3, minute: 345, date: '20261125' }],
    // Berlin puts the clock from 2 to 3 on 29 March 2026.
    ['2026-03-29T00:59:00Z', 'Europe/Berlin', { weekday: 7, minute: 119, date: '20260329' }],
    ['2026-03-29T01:00:00Z', 'Europe/Berlin', { weekday: 7, minute: 180, date: '20260329' }],
  ])('shows at %s in %s', (text, timeZone, expected) => {
    expect(wallClock(at(text), timeZone)).toEqual(expected);
  });
});

describe('hours', () => {
  const within = (hours: Hours, weekday: number, time: string) => {
    const [hour, minute] = time.split(':').map(Number);
    return isWithinHours(hours, { weekday, minute: (hour ?? 0) * 60 + (minute ?? 0), date: '' });
  };

  it('begin with their first minute and end before their last', () => {
    const hours = { from: '08:00', until: '18:00' };
    expect(['07:59', '08:00', '17:59', '18:00'].map((time) => within(hours, 1, time))).toEqual([
      ...[false, true, true, false],
    ]);
    expect(within({ from: '00:00', until: '24:00' }, 1, '23:59')).toBe(true);
  });

  it('over midnight belong to the day they begin', () => {
    const sundayNight = { weekdays: [7], from: '22:00', until: '06:00' };
    expect(within(sundayNight, 7, '22:00')).toBe(true);
    expect(within(sundayNight, 1, '05:59')).toBe(true);
    expect(within(sundayNight, 1, '22:00')).toBe(false);
    expect(within(sundayNight, 7, '05:00')).toBe(false);
  });
});

describe('the next edge', () => {
  const hours = [
    { from: '08:00', until: '18:00' },
    { from: '22:00', until: '24:00' },
  ];
  it.each([
    ['2026-11-25T07:59:30+08:00', '2026-11-25T08:00:00+08:00'],
    ['2026-11-25T08:00:00+08:00', '2026-11-25T18:00:00+08:00'],
    ['2026-11-25T21:00:00+08:00', '2026-11-25T22:00:00+08:00'],
    ['2026-11-25T23:00:00+08:00', '2026-11-26T00:00:00+08:00'],
    ['2026-11-26T00:00:00+08:00', '2026-11-26T08:00:00+08:00'],
  ])('after %s is %s', (now, edge) => {
    expect(nextEdge(hours, at(now), 'Asia/Shanghai')).toBe(at(edge));
  });

  it('is not believed across a change of the clock', () => {
    const hours = [{ from: '02:30', until: '08:00' }];
    // 01:00:30 in Berlin; 02:30 does not exist that night.
    expect(nextEdge(hours, at('2026-03-29T00:00:30Z'), 'Europe/Berlin')).toBe(at('2026-03-29T00:01:00Z'));
  });

  it('is never missed: from one to the next nothing changes', () => {
    const night = [{ weekdays: [6, 7], from: '20:15', until: '06:45' }];
    for (const timeZone of ['Asia/Shanghai', 'Europe/Berlin', 'America/New_York']) {
      // Both changes of the clock of 2026 are in March, October and November.
      for (const start of [
        '2026-03-07T00:00:00Z',
        '2026-03-28T00:00:00Z',
        '2026-10-24T00:00:00Z',
        '2026-10-31T00:00:00Z',
      ]) {
        let time = at(start);
        const end = time + 3 * 86_400_000;
        while (time < end) {
          const edge = nextEdge(night, time, timeZone);
          const isIn = isWithinHours(night[0] as Hours, wallClock(time, timeZone));
          for (let minute = time; minute < edge; minute += 60_000)
            expect(isWithinHours(night[0] as Hours, wallClock(minute, timeZone))).toBe(isIn);
          expect(edge).toBeGreaterThan(time);
          time = edge;
        }
      }
    }
  });
});
