import type { TFunction } from 'i18next';
import { formatPersonName } from '../../../dicomweb/index.ts';
import {
  changeFigures,
  csvColumns,
  measurementCsv,
  type CsvColumn,
  type Reader,
} from '../../../imaging/index.ts';
import { download, fileMoment } from './download.ts';

/** All measurements of the room as a CSV file, with titles in the reader's language. */
export function exportCsv(reader: Reader, t: TFunction<['saving', 'measurements']>, language: string): void {
  const titles = Object.fromEntries(csvColumns.map((column) => [column, t(`saving:csv.${column}`)]));
  const csv = measurementCsv(
    reader.measurements.state.measurements,
    (studyInstanceUid) => {
      const study = reader.state.studies.find((one) => one.studyInstanceUid === studyInstanceUid)?.study;
      return {
        name: formatPersonName(study?.patientName, language)?.primary ?? '',
        id: study?.patientId ?? '',
        date: study?.studyDate ?? '',
      };
    },
    titles as Record<CsvColumn, string>,
    (id) => changeFigures(reader.followUp.state.findings, id),
  );
  download(new Blob([csv], { type: 'text/csv;charset=utf-8' }), `measurements-${fileMoment()}.csv`);
}
