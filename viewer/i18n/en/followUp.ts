import type { TextsLike } from '../texts.ts';
import type { followUp as zh } from '../zh-CN/followUp.ts';

export const followUp: TextsLike<typeof zh> = {
  title: 'Follow-up',
  columns: { date: 'Date', size: 'Size', change: 'Change' },
  quantities: {
    length: 'Length',
    meanDiameter: 'Mean',
    longAxis: 'Long axis',
    shortAxis: 'Short axis',
    effectiveDiameter: 'Eff. ⌀',
    area: 'Area',
  },
  first: 'First',
  sinceFirst: 'Since the first',
  noDate: 'No date',
  days_one: '{{count}} day',
  days_other: '{{count}} days',
  sameDay: 'Same day',
  doubling: {
    days_one: 'volume doubling time {{count}} day',
    days_other: 'volume doubling time {{count}} days',
    decade: 'volume doubling time over 10 years',
    shrinking: 'shrinking',
    unchanged: 'unchanged',
  },
  withinError: 'below 2 mm, may be measurement error',
  reasons: {
    'date-unknown': 'Study date unknown, not compared',
    tool: 'Measured with different tools, not compared',
    uncalibrated: 'Without millimetres, not compared',
    calibration: 'Calibrated differently, not compared',
  },
  proposal: {
    title: 'May be the same finding',
    distance: '{{mm}} mm apart',
    accept: 'Same finding',
    refuse: 'It is not',
  },
  jump: 'Go to {{name}} of {{date}}',
  takeApart: 'Take the pair apart',
  pair: 'Pair with a measurement of another date',
  paired: 'Followed',
};
