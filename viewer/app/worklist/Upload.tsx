import { Button, CloseButton } from '@mantine/core';
import { IconUpload } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { Link } from 'react-router';
import { useTranslation } from '../../i18n/index.ts';
import { Failure } from './Failure.tsx';
import { droppedFiles } from './droppedFiles.ts';
import classes from './Upload.module.css';
import { useUpload, type UploadState } from './useUpload.ts';

/** A button that chooses DICOM files for the archive; files may also be dropped anywhere on the page. */
export function Upload() {
  const { t } = useTranslation(['worklist', 'common']);
  const { state, start, stop, dismiss } = useUpload();
  const input = useRef<HTMLInputElement>(null);
  const dropping = useDroppedFiles((files) => void start(files));

  return (
    <>
      <Button
        className={classes.button}
        variant="default"
        leftSection={<IconUpload size={16} stroke={1.75} />}
        disabled={state?.running ?? false}
        onClick={() => input.current?.click()}
      >
        {t('upload.button')}
      </Button>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        onChange={(event) => {
          void start([...(event.currentTarget.files ?? [])]);
          event.currentTarget.value = ''; // the same files may be chosen again
        }}
      />
      {state && (
        <div className={classes.card} role="status">
          <div className={classes.text}>
            {state.running ? (
              t('upload.progress', { done: state.done, total: state.total })
            ) : (
              <UploadSummary state={state} retry={dismiss} />
            )}
          </div>
          {state.running ? (
            <Button size="compact-xs" variant="default" onClick={stop}>
              {t('upload.stop')}
            </Button>
          ) : (
            <CloseButton size="sm" aria-label={t('common:close')} onClick={dismiss} />
          )}
          <div className={classes.bar} style={{ width: `${(100 * state.done) / state.total}%` }} />
        </div>
      )}
      {dropping && <div className={classes.drop}>{t('upload.drop')}</div>}
    </>
  );
}

function UploadSummary({ state, retry }: { state: UploadState; retry: () => void }) {
  const { t } = useTranslation('worklist');
  return (
    <>
      <div>{t('upload.done', { count: state.stored })}</div>
      {state.notDicom > 0 && (
        <div className={classes.warning}>{t('upload.notDicom', { count: state.notDicom })}</div>
      )}
      {state.failed > 0 && (
        <div className={classes.error}>
          {t('upload.failed', { count: state.failed })} <Link to="/refused">{t('upload.why')}</Link>
        </div>
      )}
      {state.badArchives.map((name) => (
        <div key={name} className={classes.error}>
          {t('upload.badArchive', { name })}
        </div>
      ))}
      {state.error && <Failure error={state.error} retry={retry} retrying={false} compact />}
    </>
  );
}

/** Whether files are being dragged over the page; those dropped are handed on. */
function useDroppedFiles(onFiles: (files: File[]) => void): boolean {
  const [over, setOver] = useState(false);
  const handler = useRef(onFiles);
  useEffect(() => {
    handler.current = onFiles;
  });
  useEffect(() => {
    const hasFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false;
    const onDragOver = (event: DragEvent) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      setOver(true);
    };
    const onDragLeave = (event: DragEvent) => {
      if (event.relatedTarget === null) setOver(false);
    };
    const onDrop = (event: DragEvent) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      setOver(false);
      if (event.dataTransfer) void droppedFiles(event.dataTransfer).then((files) => handler.current(files));
    };
    window.addEventListener('dragover', onDragOver);
    window.addEventListener('dragleave', onDragLeave);
    window.addEventListener('drop', onDrop);
    return () => {
      window.removeEventListener('dragover', onDragOver);
      window.removeEventListener('dragleave', onDragLeave);
      window.removeEventListener('drop', onDrop);
    };
  }, []);
  return over;
}
