import { expect, test, type Page, type Request } from '@playwright/test';
import {
  firstSeries,
  frameRequest,
  middleIndex,
  openingRequests,
  readingOrder,
  switchRequests,
  type SeriesToRead,
  type StudyToRead,
  type ViewerRequest,
} from '../../perf/readers/viewerRequests.ts';
import { demoTruth } from '../../scripts/demo-studies/index.ts';
import { openRoom, seriesComplete } from './support/room.ts';

/** The load test is worth what its readers have in common with the viewer: here the viewer itself is recorded. */
const truth = demoTruth().studies.find(({ series }) => series.length > 1);
if (!truth) throw new Error('the demo has no study of two series');
const study: StudyToRead = {
  patientId: truth.patientId,
  studyInstanceUid: truth.studyInstanceUid,
  series: truth.series.map(({ seriesInstanceUid, instances }) => ({
    seriesInstanceUid,
    sopInstanceUids: instances.map(({ sopInstanceUid }) => sopInstanceUid),
  })),
};
const first = firstSeries(study);

interface Recorded {
  path: string;
  request: Request;
}

/** Patients of the load test have one study; the demo's has others, which the viewer lists and loads ahead for a comparison. */
const isOfAnotherStudy = (path: string): boolean =>
  path.startsWith('/dicom-web/studies/') && !path.startsWith(`/dicom-web/studies/${study.studyInstanceUid}/`);

/** DICOMweb requests in the order in which the page sent them. */
function record(page: Page): Recorded[] {
  const recorded: Recorded[] = [];
  page.on('request', (request) => {
    const { pathname, search } = new URL(request.url());
    if (!pathname.startsWith('/dicom-web') || isOfAnotherStudy(pathname)) return;
    recorded.push({ path: pathname + search, request });
  });
  return recorded;
}

/** Frames beside the one in the middle, which the viewer loads ahead, and readers page to. */
const loadedAhead = (path: string, series: SeriesToRead): boolean =>
  series.sopInstanceUids.some(
    (_, i) => i !== middleIndex(series) && frameRequest(study, series, i).path === path,
  );

const paths = (list: readonly { path: string }[]): string[] => list.map(({ path }) => path);

/** Which formats of pictures a browser names changes with its version; that it takes any does not. */
const anyPicture = (accept: string): string =>
  /^image\/.*,image\/\*,\*\/\*;q=0\.8$/.test(accept) ? 'any picture' : accept;

/** What was asked for, without the order: what depends on what is looked at separately. */
const sorted = (list: { path: string; accept: string }[]): string[] =>
  list.map(({ path, accept }) => `${path} (${anyPicture(accept)})`).sort();

/** The same of a recording; the page leaves the Accept of pictures to the browser, which tells it late. */
const sortedRecording = async (recorded: Recorded[]): Promise<string[]> =>
  sorted(
    await Promise.all(
      recorded.map(async ({ path, request }) => ({
        path,
        accept: (await request.allHeaders()).accept ?? '',
      })),
    ),
  );

async function expectDependencies(recorded: Recorded[], expected: ViewerRequest[]): Promise<void> {
  for (const { path, after } of expected) {
    if (after === undefined) continue;
    const cause = expected.find(({ kind }) => kind === after);
    const place = (of: string | undefined): number => recorded.findIndex((one) => one.path === of);
    expect(place(path), `${path} comes after ${after}`).toBeGreaterThan(place(cause?.path));
    // The answer must have been there: else the page asks sooner than the readers of the load test do.
    const causeTiming = recorded[place(cause?.path)]?.request.timing();
    const timing = recorded[place(path)]?.request.timing();
    expect(timing?.startTime).toBeGreaterThanOrEqual(
      (causeTiming?.startTime ?? 0) + (causeTiming?.responseStart ?? 0),
    );
  }
}

test('the readers of the load test open a study with the requests of the viewer', async ({ page }) => {
  const recorded = record(page);
  await openRoom(page, [study.studyInstanceUid]);
  const expected = openingRequests(study);
  await expect.poll(() => paths(recorded)).toEqual(expect.arrayContaining(paths(expected)));
  const seen = recorded.filter(({ path }) => !loadedAhead(path, first));
  expect(await sortedRecording(seen)).toEqual(sorted(expected));
  await Promise.all(recorded.map(({ request }) => request.response()));
  await expectDependencies(recorded, expected);
});

test('they page and switch series with its requests', async ({ page }) => {
  const other = study.series.find((series) => series !== first) as SeriesToRead;
  const recorded = record(page);
  await openRoom(page, [study.studyInstanceUid]);
  const nearest = readingOrder(first, 8).map((index) => frameRequest(study, first, index));
  await expect.poll(() => paths(recorded)).toEqual(expect.arrayContaining(paths(nearest)));
  await seriesComplete(page);
  recorded.length = 0;
  await page.evaluate(
    (seriesInstanceUID) => window.yunying?.show(0, { seriesInstanceUID }),
    other.seriesInstanceUid,
  );
  const expected = switchRequests(study, other);
  const seen = recorded.filter(({ path }) => !loadedAhead(path, other));
  expect(await sortedRecording(seen)).toEqual(sorted(expected));
  await Promise.all(recorded.map(({ request }) => request.response()));
  await expectDependencies(recorded, expected);
});

test('their order of paging is that of the viewer: the nearest slices first', async ({ page }) => {
  const recorded = record(page);
  await openRoom(page, [study.studyInstanceUid]);
  const places = (): number[] =>
    recorded
      .map(({ path }) =>
        first.sopInstanceUids.findIndex((_, i) => frameRequest(study, first, i).path === path),
      )
      .filter((place) => place >= 0);
  await expect.poll(() => places().length).toBeGreaterThan(12);
  expect(places()[0]).toBe(middleIndex(first));
  const order = [middleIndex(first), ...readingOrder(first, 18)];
  // Six travel at a time, so neighbours may overtake each other.
  expect(order).toEqual(expect.arrayContaining(places().slice(0, 12)));
});
