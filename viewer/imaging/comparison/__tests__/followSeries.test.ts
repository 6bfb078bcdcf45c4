import { describe, expect, it } from 'vitest';
import { FollowSeries } from '../followSeries.ts';

/** A room of a current study and a prior, in which series say their plane by their name: now-ax is compared with old-ax. */
function madeRoom(older: readonly string[]) {
  const shown = new Map([
    [0, { studyInstanceUid: 'now', seriesInstanceUid: 'now-ax' }],
    [1, { studyInstanceUid: 'old', seriesInstanceUid: 'old-ax' }],
  ]);
  const room = Object.assign(new EventTarget(), {
    viewportCount: 2,
    state: {
      studies: ['now', 'old'].map((studyInstanceUid) => ({
        studyInstanceUid,
        status: 'ready' as const,
        study: undefined,
        series: [],
        error: undefined,
      })),
      shown,
    },
    show: async (index: number, seriesInstanceUid: string) => {
      shown.set(index, { studyInstanceUid: seriesInstanceUid.slice(0, 3), seriesInstanceUid });
      room.dispatchEvent(new Event('change'));
    },
  });
  const matched: [string, boolean][] = [];
  const kinds = {
    matchIn: async (study: string, wanted: { seriesInstanceUid: string }) => {
      const match = `${study}-${wanted.seriesInstanceUid.slice(4)}`;
      const compared = older.includes(match);
      return { seriesInstanceUid: compared ? match : older[0], compared };
    },
  };
  const following = new FollowSeries(room, kinds, (...told) => matched.push(told));
  following.place(1, { studyInstanceUid: 'old', seriesInstanceUid: 'old-ax', leading: 'now-ax' });
  const settle = () => new Promise((resolve) => setTimeout(resolve));
  const show = async (index: number, series: string): Promise<string | undefined> => {
    await room.show(index, series);
    await settle();
    return shown.get(1)?.seriesInstanceUid;
  };
  return { room, following, matched, show, settle };
}

describe('a compared study', () => {
  it('shows the series that fits what is chosen of the current one', async () => {
    const { show } = madeRoom(['old-ax', 'old-cor', 'old-sag']);
    expect(await show(0, 'now-cor')).toBe('old-cor');
    expect(await show(0, 'now-sag')).toBe('old-sag');
    expect(await show(0, 'now-ax')).toBe('old-ax');
  });

  it('keeps what it shows where it has none of the kind', async () => {
    const { show, matched } = madeRoom(['old-ax', 'old-cor']);
    expect(await show(0, 'now-cor')).toBe('old-cor');
    expect(await show(0, 'now-dwi')).toBe('old-cor');
    expect(await show(0, 'now-ax')).toBe('old-ax');
    expect(matched).toEqual([
      ['old', true],
      ['old', false],
      ['old', true],
    ]);
  });

  it('keeps what the reader has put there, also what had been proposed before', async () => {
    const { show } = madeRoom(['old-ax', 'old-cor', 'old-sag']);
    await show(1, 'old-sag');
    expect(await show(0, 'now-cor')).toBe('old-sag');
    expect(await show(1, 'old-ax')).toBe('old-ax');
  });

  it('follows the choice that came last', async () => {
    const { room, settle } = madeRoom(['old-ax', 'old-cor', 'old-sag']);
    void room.show(0, 'now-cor');
    void room.show(0, 'now-sag');
    await settle();
    expect(room.state.shown.get(1)?.seriesInstanceUid).toBe('old-sag');
  });

  it('keeps what was chosen while its match was looked for', async () => {
    const { room, settle } = madeRoom(['old-ax', 'old-cor', 'old-sag']);
    void room.show(0, 'now-cor');
    void room.show(1, 'old-sag');
    await settle();
    expect(room.state.shown.get(1)?.seriesInstanceUid).toBe('old-sag');
  });

  it('stays where all are led to places of their own, and follows afterwards', async () => {
    const { following, show } = madeRoom(['old-ax', 'old-cor', 'old-sag']);
    await following.undisturbed(async () => expect(await show(0, 'now-cor')).toBe('old-ax'));
    expect(await show(0, 'now-sag')).toBe('old-sag');
  });

  it('does not follow a series of another study, nor once the comparison has ended', async () => {
    const { following, show } = madeRoom(['old-ax', 'old-cor']);
    expect(await show(0, 'old-cor')).toBe('old-ax');
    following.forget();
    expect(await show(0, 'now-cor')).toBe('old-ax');
  });
});
