import { useLocalStorage } from '@mantine/hooks';
import { IconChevronUp } from '@tabler/icons-react';
import { useCallback, useEffect, useRef } from 'react';
import { useNavigate } from 'react-router';
import { DicomwebError, type StudySummary } from '../../dicomweb/index.ts';
import { useTranslation } from '../../i18n/index.ts';
import { Failure } from './Failure.tsx';
import { FilterBar } from './FilterBar.tsx';
import { Nothing } from './Nothing.tsx';
import { Pager } from './Pager.tsx';
import { Preview } from './Preview.tsx';
import previewClasses from './Preview.module.css';
import { useStudies } from './queries.ts';
import { StudyTable } from './StudyTable.tsx';
import { Upload } from './Upload.tsx';
import { useRowKeys } from './useRowKeys.ts';
import { useWorklistFilters } from './useWorklistFilters.ts';
import { viewerAddress } from '../studiesInAddress.ts';
import classes from './WorklistPage.module.css';

const rowHeightPx = 36;
/** The list is the last one known: the archive does not answer. */
const archiveAway = new DicomwebError(503, 'archive-unavailable', 'the archive does not answer');

/** Filters, list and preview, and the keys that move between them. */
export function Worklist() {
  const { t } = useTranslation(['worklist', 'common']);
  const navigate = useNavigate();
  const { filters, change, selectedUid, select, selectNow } = useWorklistFilters();
  const { data, error: failed, isPlaceholderData, isFetching, refetch } = useStudies(filters);
  const error = failed ?? (data?.stale ? archiveAway : null);
  const [previewShown, setPreviewShown] = useLocalStorage({
    key: 'yunying.worklist.preview',
    defaultValue: true,
  });
  const search = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLDivElement>(null);

  const studies = data?.studies ?? [];
  const rememberedIndex = studies.findIndex((study) => study.studyInstanceUid === selectedUid);
  const selectedIndex = rememberedIndex >= 0 ? rememberedIndex : studies.length > 0 ? 0 : -1;
  const selected = studies[selectedIndex];

  const focusRow = useCallback((study: StudySummary | undefined) => {
    const row = rowOf(list.current, study?.studyInstanceUid);
    row?.focus({ preventScroll: true });
    row?.closest('[role=row]')?.scrollIntoView({ block: 'nearest' });
  }, []);
  const selectStudy = useCallback(
    (study: StudySummary | undefined) => {
      if (!study) return;
      select(study.studyInstanceUid);
      focusRow(study);
    },
    [select, focusRow],
  );
  const openStudy = useCallback(
    (study: StudySummary) => {
      selectNow(study.studyInstanceUid);
      void navigate(viewerAddress([study.studyInstanceUid]));
    },
    [selectNow, navigate],
  );
  const openRow = (study: StudySummary | undefined, inNewTab: boolean) => {
    if (study && inNewTab) window.open(viewerAddress([study.studyInstanceUid]), '_blank', 'noopener');
    else if (study) openStudy(study);
  };

  const { page, pageSize } = filters;
  const beyondEnd = page > 1 && !isPlaceholderData && data?.studies.length === 0;
  useEffect(() => {
    if (beyondEnd) change({ page: 1 });
  }, [beyondEnd, change]);
  const isLastPage = !data || (data.totalIs !== 'atLeast' && page * pageSize >= data.total);
  useRowKeys(
    () => ({
      rowCount: studies.length,
      selectedIndex,
      rowsPerScreen: Math.max(1, Math.floor((list.current?.clientHeight ?? 0) / rowHeightPx) - 2),
      hasNextPage: !isLastPage,
      hasPreviousPage: page > 1,
    }),
    (action) => {
      if (action.kind === 'search') search.current?.select();
      else if (action.kind === 'turn-page') change({ page: page + action.by });
      else if (action.kind === 'select') selectStudy(studies[action.index]);
      else openRow(studies[action.index], action.inNewTab);
    },
  );

  // Coming back from a study, its row is in sight; a new page starts at its top.
  const cameWith = useRef(selectedUid);
  const loaded = data !== undefined;
  useEffect(() => {
    const uid = cameWith.current;
    if (!loaded || uid === undefined) return;
    cameWith.current = undefined;
    rowOf(list.current, uid)?.closest('[role=row]')?.scrollIntoView({ block: 'nearest' });
  }, [loaded]);
  useEffect(() => {
    if (cameWith.current === undefined) list.current?.firstElementChild?.scrollTo({ top: 0 });
  }, [page]);

  return (
    <main className={classes.main}>
      <FilterBar
        filters={filters}
        onChange={change}
        onLeaveSearch={() => focusRow(selected)}
        searchRef={search}
        end={<Upload />}
      >
        <Pager result={data} filters={filters} onChange={change} />
      </FilterBar>
      <div className={classes.main} ref={list}>
        {studies.length > 0 ? (
          <StudyTable
            studies={studies}
            selectedUid={selected?.studyInstanceUid}
            state={isPlaceholderData ? 'outdated' : isFetching ? 'loading' : 'settled'}
            onSelect={selectStudy}
            onOpen={openStudy}
            notice={
              error && (
                <div className={classes.notice}>
                  <Failure error={error} retry={() => void refetch()} retrying={isFetching} compact />
                  {t('stale')}
                </div>
              )
            }
          />
        ) : (
          <div className={classes.place} id="studies">
            {error ? (
              <Failure error={error} retry={() => void refetch()} retrying={isFetching} />
            ) : data ? (
              <Nothing filters={filters} onChange={change} />
            ) : (
              <p className={classes.loading}>{t('common:loading')}</p>
            )}
          </div>
        )}
      </div>
      {selected && previewShown && <Preview study={selected} onHide={() => setPreviewShown(false)} />}
      {selected && !previewShown && (
        <button type="button" className={previewClasses.hidden} onClick={() => setPreviewShown(true)}>
          <IconChevronUp size={16} aria-hidden />
          {t('preview.show')}
        </button>
      )}
    </main>
  );
}

/** The link of a study's row. */
function rowOf(list: HTMLElement | null, studyInstanceUid: string | undefined): HTMLElement | null {
  if (studyInstanceUid === undefined) return null;
  return list?.querySelector<HTMLElement>(`[data-study="${CSS.escape(studyInstanceUid)}"]`) ?? null;
}
