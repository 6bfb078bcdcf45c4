import { formatAgeAtStudy, formatDateAndTime, formatPersonName, name, string } from '../../dicomweb/index.ts';
import { useLanguage, useTranslation } from '../../i18n/index.ts';
import { planeLocation, type Reader, type ViewState } from '../../imaging/index.ts';
import { GuessedMark } from '../GuessedMark.tsx';
import classes from './CornerTexts.module.css';
import { FollowText, RelationMark } from './comparison/index.ts';
import { FidelityBadge } from './FidelityBadge.tsx';
import { NuclearText } from './NuclearText.tsx';
import { PlaneText } from './planes/PlaneText.tsx';
import { PresentationTexts, ProjectionText } from './presentation/index.ts';
import { Probe } from './Probe.tsx';

export interface CornerTextsProps {
  reader: Reader;
  index: number;
  state: ViewState;
  /** Only whose image it is, of which day and series. */
  identityOnly?: boolean;
}

/** Whose image, of which day, which slice, seen how: in the four corners, always there while an image is. */
export function CornerTexts({ reader, index, state, identityOnly = false }: CornerTextsProps) {
  const { t } = useTranslation(['readingRoom', 'common']);
  const language = useLanguage();
  const { frame, stack, voi, voiLut, error } = state;
  if (!frame || !stack) return null;
  // Of a slice that cannot be shown there is nothing to say but whose it is: the frame is that of the slice before.
  const { instance } = frame;
  const patient = formatPersonName(name(instance, 'PatientName'), language);
  const sex = string(instance, 'PatientSex');
  const age = formatAgeAtStudy(ageInputs(instance), language);
  const loading = state.targetIndex !== state.sliceIndex && !state.error;
  return (
    <div className={classes.corners}>
      <div className={classes.topLeft}>
        <strong>
          {patient?.primary ?? t('common:noName')}
          <GuessedMark characterSet={string(instance, 'GuessedCharacterSet')} />
        </strong>
        {patient?.secondary !== undefined && <span>{patient.secondary}</span>}
        <span>{[sexText(sex, t), age].filter(Boolean).join('  ')}</span>
        <span>{string(instance, 'PatientID')}</span>
      </div>
      <div className={classes.topRight}>
        <strong>
          <RelationMark reader={reader} index={index} />
          {formatDateAndTime(string(instance, 'StudyDate'), string(instance, 'StudyTime'), language)}
        </strong>
        <span>{[frame.modality, string(instance, 'StudyDescription')].filter(Boolean).join('  ')}</span>
        <span>
          {[
            string(instance, 'SeriesNumber') &&
              t('corner.series', { number: string(instance, 'SeriesNumber') }),
            string(instance, 'SeriesDescription'),
          ]
            .filter(Boolean)
            .join('  ')}
        </span>
        <ProjectionText frame={frame} />
        <span className={classes.wide}>{string(instance, 'InstitutionName')}</span>
      </div>
      {!identityOnly && (
        <>
          <div className={classes.bottomLeft}>
            {loading && (
              <span className={classes.loading}>
                {t('corner.loadingSlice', { number: state.targetIndex + 1 })}
              </span>
            )}
            <FollowText reader={reader} index={index} />
            <PlaneText reader={reader} index={index} state={state} />
            <NuclearText frame={frame} />
            <strong>
              {t('corner.slice', { number: (error ?? state).sliceIndex + 1, count: stack.frames.length })}
            </strong>
            <span className={classes.wide}>
              {[
                !error &&
                  frame.sliceThicknessMm !== undefined &&
                  t('corner.thickness', { mm: decimal(frame.sliceThicknessMm) }),
                !error && frame.plane && t('corner.location', { mm: planeLocation(frame.plane).toFixed(1) }),
              ]
                .filter(Boolean)
                .join('  ')}
            </span>
            <PresentationTexts reader={reader} index={index} state={state} />
            {!error && voi && !voiLut && (
              <span>{t('corner.window', { width: decimal(voi.width), center: decimal(voi.center) })}</span>
            )}
          </div>
          <div className={classes.bottomRight}>
            <Probe reader={reader} index={index} />
            {!error && (
              <>
                <span>{t('corner.zoom', { zoom: state.zoom.toFixed(2) })}</span>
                <FidelityBadge fidelity={state.fidelity} engine={reader.state.engine} frame={frame} />
              </>
            )}
          </div>
        </>
      )}
    </div>
  );
}

/** Large values whole, small ones with up to two decimals, very small ones with three digits. */
const decimal = (value: number): string =>
  String(
    Math.abs(value) >= 100
      ? Math.round(value)
      : Math.abs(value) >= 0.1
        ? Math.round(value * 100) / 100
        : Number(value.toPrecision(3)),
  );

function sexText(
  sex: string | undefined,
  t: (key: 'common:sex.M' | 'common:sex.F' | 'common:sex.O') => string,
): string {
  if (sex === 'M' || sex === 'F' || sex === 'O') return t(`common:sex.${sex}`);
  return sex ?? '';
}

function ageInputs(instance: Parameters<typeof string>[0]) {
  const inputs: { patientAge?: string; patientBirthDate?: string; studyDate?: string } = {};
  const age = string(instance, 'PatientAge');
  const birthDate = string(instance, 'PatientBirthDate');
  const studyDate = string(instance, 'StudyDate');
  if (age !== undefined) inputs.patientAge = age;
  if (birthDate !== undefined) inputs.patientBirthDate = birthDate;
  if (studyDate !== undefined) inputs.studyDate = studyDate;
  return inputs;
}
