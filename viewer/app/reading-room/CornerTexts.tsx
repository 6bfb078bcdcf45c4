import { numbers } from '../../dicomweb/index.ts';
import { useTranslation } from '../../i18n/index.ts';
import { planeLocation, type FrameRef, type Reader, type ViewState } from '../../imaging/index.ts';
import classes from './CornerTexts.module.css';
import { FollowText } from './comparison/index.ts';
import { FidelityBadge } from './FidelityBadge.tsx';
import { NuclearText } from './NuclearText.tsx';
import { PatientText, StudyText } from './IdentityTexts.tsx';
import { PlaneText } from './planes/PlaneText.tsx';
import { PresentationTexts } from './presentation/index.ts';
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
  const { frame, stack, voi, voiLut, error } = state;
  if (!frame || !stack) return null;
  // Of a slice that cannot be shown there is nothing to say but whose it is: the frame is that of the slice before.
  const { instance } = frame;
  const loading = state.targetIndex !== state.sliceIndex && !state.error;
  return (
    <div className={classes.corners}>
      <PatientText instance={instance} />
      <StudyText reader={reader} index={index} frame={frame} />
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
                <FidelityBadge
                  fidelity={state.fidelity}
                  engine={reader.state.engine}
                  compressionRatio={ratioOf(instance)}
                />
              </>
            )}
          </div>
        </>
      )}
    </div>
  );
}

/** How small an image was made with loss in all: each compression adds its ratio (0028,2112). */
const ratioOf = (instance: FrameRef['instance']): number =>
  numbers(instance, '00282112').reduce((product, one) => product * one, 1);

/** Large values whole, small ones with up to two decimals, very small ones with three digits. */
const decimal = (value: number): string =>
  String(
    Math.abs(value) >= 100
      ? Math.round(value)
      : Math.abs(value) >= 0.1
        ? Math.round(value * 100) / 100
        : Number(value.toPrecision(3)),
  );
