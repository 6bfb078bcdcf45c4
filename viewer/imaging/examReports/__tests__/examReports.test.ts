import { describe, expect, it } from 'vitest';
import type { SeriesSummary, StudySummary } from '../../../dicomweb/index.ts';
import type { ComparisonState } from '../../comparison/index.ts';
import type { OpenStudy } from '../../reader/readerState.ts';
import { StudySource } from '../../series/studySource.ts';
import type { ExamReport, ReportSource } from '../examReport.ts';
import { ExamReports, type ExamReportsRoom } from '../examReports.ts';
import { madeReport } from './madeReports.ts';

const summary = (studyInstanceUid: string, studyDate: string): StudySummary => ({
  studyInstanceUid,
  studyDate,
  modalities: ['CT'],
});
const details = (title: string) => ({ kind: 'report' as const, title, lines: [] });

/** A room of a current study that knows of one prior as soon as it has been asked for. */
class Room extends EventTarget implements ExamReportsRoom {
  readonly source = new StudySource();
  series: SeriesSummary[] = [];
  asked = 0;
  #priors: ComparisonState['priors'];

  get state(): { studies: OpenStudy[] } {
    const study = summary('now', '20260701');
    return {
      studies: [{ studyInstanceUid: 'now', status: 'ready', study, series: this.series, error: undefined }],
    };
  }

  readonly comparison = (() => {
    const room = this as Room;
    return {
      get state() {
        const priorsStatus: ComparisonState['priorsStatus'] = room.#priors ? 'ready' : 'unasked';
        return { priors: room.#priors, priorsStatus };
      },
      refreshPriors: async () => {
        room.asked++;
        await Promise.resolve();
        const study = summary('before', '20251220');
        room.#priors = [{ study, bodyParts: [], later: false, worth: true, likely: true }];
      },
    };
  })();

  stored(): void {
    this.series = [{ seriesInstanceUid: '1.9', modality: 'SR' }];
    this.dispatchEvent(new Event('change'));
  }
}

/** What the archive holds, and what it has been asked for. */
function archive(held: Record<string, ExamReport[]>) {
  const asked: string[] = [];
  const source: ReportSource = {
    reports: async (study, { anew }) => {
      asked.push(anew ? `${study} anew` : study);
      await Promise.resolve();
      const reports = held[study];
      if (!reports) throw new Error('the archive is away');
      return { reports, unread: [] };
    },
  };
  return { asked, sources: async () => [source] };
}

const report = (uid: string, study: string, date: string): ExamReport => madeReport({ uid, study, date });

describe('ExamReports', () => {
  it('asks for nothing before it is opened, then for one study at a time, each once', async () => {
    const room = new Room();
    const { asked, sources } = archive({ now: [report('a', 'now', '20260701')], before: [] });
    const reports = new ExamReports(room, sources);
    room.stored();
    expect([asked, room.asked, reports.shown, reports.state.opened]).toEqual([[], 0, undefined, false]);
    await reports.open();
    expect(reports.state).toMatchObject({ opened: true, studyInstanceUid: 'now' });
    expect([asked, room.asked, reports.shown?.id]).toEqual([['now'], 1, 'a']);
    await reports.open({ studyInstanceUid: 'before' });
    expect([asked, reports.shown]).toEqual([['now', 'before'], undefined]);
    expect(reports.state.lists.get('before')).toEqual({ status: 'ready', reports: [], unread: [] });
    reports.close();
    expect(reports.shown).toBeUndefined();
    // It opens where it was left.
    await reports.open();
    expect(reports.state.studyInstanceUid).toBe('before');
    await reports.open({ studyInstanceUid: 'now' });
    expect(asked).toEqual(['now', 'before']);
  });

  it('finds a prior that nobody has asked for yet, and refuses a study that is not the patient’s', async () => {
    const room = new Room();
    const { sources } = archive({ before: [report('b', 'before', '20251221')] });
    const reports = new ExamReports(room, sources);
    await reports.open({ studyInstanceUid: 'before', reportId: 'b' });
    expect(reports.shown?.id).toBe('b');
    await expect(reports.open({ studyInstanceUid: '9.9' })).rejects.toThrow(/no study 9\.9/);
    await expect(reports.open({ reportId: 'x' })).rejects.toThrow('study before has no report x');
    expect(reports.shown?.id).toBe('b');
  });

  it('remembers in each study which report was chosen', async () => {
    const room = new Room();
    const held = [report('old', 'now', '20260701'), report('new', 'now', '20260702')];
    const { sources } = archive({ now: held, before: [report('b', 'before', '20251221')] });
    const reports = new ExamReports(room, sources);
    await reports.open();
    expect(reports.shown?.id).toBe('new');
    reports.chooseReport('old');
    await reports.open({ studyInstanceUid: 'before' });
    expect(reports.shown?.id).toBe('b');
    await reports.open({ studyInstanceUid: 'now' });
    expect(reports.shown?.id).toBe('old');
  });

  it('lists again what was stored meanwhile, and keeps on the screen what is there', async () => {
    const room = new Room();
    const held = { now: [report('a', 'now', '20260701')], before: [] };
    const { asked, sources } = archive(held);
    const reports = new ExamReports(room, sources);
    await reports.open();
    const body = reports.shown?.body;
    // The archive's answer is made of other objects each time.
    held.now = [report('a', 'now', '20260701'), report('older', 'now', '20260630')];
    room.stored();
    await expect
      .poll(() => reports.state.lists.get('now'))
      .toMatchObject({ reports: [{ id: 'a' }, { id: 'older' }] });
    expect(reports.shown?.body).toBe(body);
    expect(asked).toEqual(['now', 'now anew']);
    // Of a study that is not on the screen when it is chosen again.
    await reports.open({ studyInstanceUid: 'before' });
    room.stored();
    expect(asked).toEqual(['now', 'now anew', 'before']);
    await reports.open({ studyInstanceUid: 'now' });
    expect(asked).toEqual(['now', 'now anew', 'before', 'now anew']);
  });

  it('says why a study cannot be listed, and asks again', async () => {
    const room = new Room();
    const held: Record<string, ExamReport[]> = {};
    const { sources } = archive(held);
    const reports = new ExamReports(room, sources);
    await reports.open();
    expect(reports.state.lists.get('now')).toEqual({ status: 'failed', reason: 'the archive is away' });
    held.now = [report('a', 'now', '20260701')];
    await reports.refresh();
    expect(reports.shown?.id).toBe('a');
  });

  it('knows what is on the screen of the report that is shown, of no other', async () => {
    const room = new Room();
    const { sources } = archive({ now: [report('a', 'now', '20260702'), report('b', 'now', '20260701')] });
    const reports = new ExamReports(room, sources);
    let shown = 0;
    reports.addEventListener('shown', () => shown++);
    await reports.open();
    reports.furnish('b', details('B'));
    expect(reports.details).toBeUndefined();
    reports.furnish('a', details('A'));
    reports.furnish('a', details('A in another language'));
    expect([shown, reports.details]).toEqual([1, details('A in another language')]);
    reports.chooseReport('b');
    expect(reports.details).toBeUndefined();
    reports.close();
    await reports.open();
    reports.furnish('b', details('B'));
    expect([shown, reports.details]).toEqual([2, details('B')]);
  });
});
