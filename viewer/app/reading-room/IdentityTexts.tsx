import { memo } from 'react';
import {
  formatAgeAtStudy,
  formatDateAndTime,
  formatPersonName,
  name,
  string,
  tagOf,
  type AttributeKey,
} from '../../dicomweb/index.ts';
import { useLanguage, useTranslation } from '../../i18n/index.ts';
import type { FrameRef, Reader } from '../../imaging/index.ts';
import { GuessedMark } from '../GuessedMark.tsx';
import { RelationMark } from './comparison/index.ts';
import classes from './CornerTexts.module.css';
import { projectionKeys, ProjectionText } from './presentation/index.ts';

type Instance = FrameRef['instance'];

/** Whose image it is. Drawn anew when that is another, not with every slice. */
export const PatientText = memo(
  function PatientText({ instance }: { instance: Instance }) {
    const { t } = useTranslation('common');
    const language = useLanguage();
    const patient = formatPersonName(name(instance, 'PatientName'), language);
    const sex = sexText(string(instance, 'PatientSex'), t);
    const age = formatAgeAtStudy(ageInputs(instance), language);
    return (
      <div className={classes.topLeft}>
        <strong>
          {patient?.primary ?? t('noName')}
          <GuessedMark characterSet={string(instance, 'GuessedCharacterSet')} />
        </strong>
        {patient?.secondary !== undefined && <span>{patient.secondary}</span>}
        <span>{[sex, age].filter(Boolean).join('  ')}</span>
        <span>{string(instance, 'PatientID')}</span>
      </div>
    );
  },
  (before, after) =>
    sameIn(before.instance, after.instance, [
      'PatientName',
      'PatientSex',
      'PatientAge',
      'PatientBirthDate',
      'StudyDate',
      'PatientID',
      'GuessedCharacterSet',
    ]),
);

/** Of which day, study and series, and for projections of which side and view. As `PatientText`. */
export const StudyText = memo(
  function StudyText({ reader, index, frame }: { reader: Reader; index: number; frame: FrameRef }) {
    const { t } = useTranslation('readingRoom');
    const language = useLanguage();
    const { instance } = frame;
    const number = string(instance, 'SeriesNumber');
    return (
      <div className={classes.topRight}>
        <strong>
          <RelationMark reader={reader} index={index} />
          {formatDateAndTime(string(instance, 'StudyDate'), string(instance, 'StudyTime'), language)}
        </strong>
        <span>{[frame.modality, string(instance, 'StudyDescription')].filter(Boolean).join('  ')}</span>
        <span>
          {[number && t('corner.series', { number }), string(instance, 'SeriesDescription')]
            .filter(Boolean)
            .join('  ')}
        </span>
        <ProjectionText frame={frame} />
        <span className={classes.wide}>{string(instance, 'InstitutionName')}</span>
      </div>
    );
  },
  (before, after) =>
    before.reader === after.reader &&
    before.index === after.index &&
    before.frame.modality === after.frame.modality &&
    sameIn(before.frame.instance, after.frame.instance, [
      'StudyDate',
      'StudyTime',
      'StudyDescription',
      'SeriesNumber',
      'SeriesDescription',
      'InstitutionName',
      ...projectionKeys,
    ]),
);

const sameIn = (one: Instance, other: Instance, keys: readonly AttributeKey[]): boolean =>
  one === other || keys.every((key) => JSON.stringify(one[tagOf(key)]) === JSON.stringify(other[tagOf(key)]));

function sexText(sex: string | undefined, t: (key: 'sex.M' | 'sex.F' | 'sex.O') => string): string {
  if (sex === 'M' || sex === 'F' || sex === 'O') return t(`sex.${sex}`);
  return sex ?? '';
}

function ageInputs(instance: Instance) {
  const inputs: { patientAge?: string; patientBirthDate?: string; studyDate?: string } = {};
  const age = string(instance, 'PatientAge');
  const birthDate = string(instance, 'PatientBirthDate');
  const studyDate = string(instance, 'StudyDate');
  if (age !== undefined) inputs.patientAge = age;
  if (birthDate !== undefined) inputs.patientBirthDate = birthDate;
  if (studyDate !== undefined) inputs.studyDate = studyDate;
  return inputs;
}
