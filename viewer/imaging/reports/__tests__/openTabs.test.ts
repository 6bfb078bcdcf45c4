import { expect, it } from 'vitest';
import { OpenTabs } from '../openTabs.ts';

it('hears of the other tabs that are open, not of those that are gone', async () => {
  const [one, two, three] = [new OpenTabs(), new OpenTabs(), new OpenTabs()];
  try {
    expect(await one.others()).toEqual(new Set([two.own, three.own]));
    three.close();
    expect(await two.others()).toEqual(new Set([one.own]));
  } finally {
    one.close();
    two.close();
  }
});
