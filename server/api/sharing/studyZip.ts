import { pipeline } from 'node:stream/promises';
import type { Readable, Writable } from 'node:stream';
import { ZipFile } from 'yazl';
import type { StudyFile, StudyRecord } from '../../../dicomweb-proxy/index.ts';

export interface StudyFiles {
  study: StudyRecord;
  files: readonly StudyFile[];
}

/**
 * Writes DICOM files as they are stored into a ZIP, one at a time and none kept in memory, with a note of how to look at them.
 * Names within it are letters and digits, so that every program of every language unpacks them (PKWARE APPNOTE, ZIP64 where
 * it is needed).
 * @throws what opening a file throws, and what `to` throws
 */
export async function writeStudyZip(
  studies: readonly StudyFiles[],
  to: Writable,
  signal: AbortSignal,
): Promise<void> {
  const zip = new ZipFile();
  const failed = Promise.withResolvers<never>();
  // Nobody may be waiting for it any more.
  failed.promise.catch(() => undefined);
  zip.on('error', failed.reject);
  zip.addBuffer(Buffer.from(note(studies), 'utf8'), 'README.txt', { compress: true });
  for (const [at, { study, files }] of studies.entries())
    for (const [path, file] of pathsOf(study, at, files))
      zip.addReadStreamLazy(path, { compress: false }, (give) => {
        file.open(signal).then(
          (stream: Readable) => {
            stream.on('error', failed.reject);
            give(null, stream);
          },
          (error: unknown) => {
            failed.reject(error as Error);
            give(error as Error, null as never);
          },
        );
      });
  zip.end();
  await Promise.race([pipeline(zip.outputStream, to, { signal }), failed.promise]);
}

/** `20260701_1/S01_CT/00001.dcm` */
function* pathsOf(
  { attributes }: StudyRecord,
  at: number,
  files: readonly StudyFile[],
): Generator<[string, StudyFile]> {
  const folder = `${plain(attributes.StudyDate ?? '') || 'study'}_${at + 1}`;
  let series = '';
  let [seriesAt, fileAt] = [0, 0];
  for (const file of files) {
    if (file.series.seriesInstanceUid !== series) {
      series = file.series.seriesInstanceUid;
      seriesAt += 1;
      fileAt = 0;
    }
    fileAt += 1;
    const inSeries = `S${String(seriesAt).padStart(2, '0')}_${plain(file.series.attributes.Modality ?? '') || 'XX'}`;
    yield [`${folder}/${inSeries}/${String(fileAt).padStart(5, '0')}.dcm`, file];
  }
}

const plain = (text: string): string => text.replace(/[^A-Za-z0-9]/g, '').slice(0, 16);

/** CRLF, as it is opened on any machine; with a mark of its encoding for old editors. */
const note = (studies: readonly StudyFiles[]): string =>
  `\uFEFF${[
    '这里是 DICOM 格式的医学影像原始文件，每个文件夹是一次检查，其中每个子文件夹是一个序列。',
    '',
    '如何查看：',
    '  1. 先把压缩包完整解压到一个文件夹。',
    '  2. 用 DICOM 影像浏览软件打开该文件夹，例如 Weasis（Windows、macOS、Linux，免费，https://weasis.org）、',
    '     RadiAnt（Windows）或 Horos（macOS）。就诊时可以把整个文件夹交给医院，导入其影像系统。',
    '  3. 手机和普通图片软件不能打开这些文件；手机上请用分享链接查看。',
    '',
    '影像含有您的个人健康信息，请妥善保管，不要转发到公开的地方。',
    '',
    '',
    'These are the original medical images in DICOM format. Each folder is one study, each folder in it one series.',
    '',
    'How to view them:',
    '  1. Unpack the whole archive into a folder.',
    '  2. Open that folder with a DICOM viewer, for example Weasis (Windows, macOS, Linux; free; https://weasis.org),',
    '     RadiAnt (Windows) or Horos (macOS). A hospital can import the folder into its own system.',
    '  3. Phones and programs for photographs cannot open these files; on a phone use the link you were given.',
    '',
    'They hold personal health information: keep them safe and do not pass them on in public.',
    '',
    ...studies.map(({ files }, at) => `检查 Study ${at + 1}: ${files.length} 个文件 files`),
    '',
  ].join('\r\n')}`;
