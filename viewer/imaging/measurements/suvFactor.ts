import { number, sequence, string, strings } from '../../dicomweb/index.ts';
import type { DicomJson } from '../../../pixels/index.ts';

/**
 * What Bq/ml of a PET frame are multiplied with to give SUV by body weight (g/ml): weight in g divided by the dose that is
 * left at the time the images are corrected to. Undefined unless the header says all that this needs: attenuation and decay
 * corrected BQML, Decay Correction START (series or frame reference) or ADMIN, weight, dose, half-life and times.
 */
export function suvFactor(instance: DicomJson): number | undefined {
  const corrected = strings(instance, '00280051');
  const radiopharmaceutical = sequence(instance, '00540016')[0];
  if (string(instance, '00541001') !== 'BQML' || !radiopharmaceutical) return undefined;
  if (!corrected.includes('ATTN') || !corrected.includes('DECY')) return undefined;
  const weightKg = number(instance, '00101030');
  const doseBq = number(radiopharmaceutical, '00181074');
  if (!weightKg || !doseBq || weightKg <= 0 || doseBq <= 0) return undefined;
  const left = doseLeft(instance, radiopharmaceutical);
  return left === undefined ? undefined : (weightKg * 1000) / (doseBq * left);
}

/** The fraction of the injected dose that is left at the time decay is corrected to. */
function doseLeft(instance: DicomJson, radiopharmaceutical: DicomJson): number | undefined {
  const correction = string(instance, '00541102');
  if (correction === 'ADMIN') return 1;
  const halfLife = number(radiopharmaceutical, '00181075');
  if (correction !== 'START' || !halfLife || halfLife <= 0) return undefined;
  const seconds = secondsSinceInjection(instance, radiopharmaceutical);
  return seconds === undefined ? undefined : 2 ** (-seconds / halfLife);
}

function secondsSinceInjection(instance: DicomJson, radiopharmaceutical: DicomJson): number | undefined {
  const start = referenceTime(instance);
  const injectionTime = string(radiopharmaceutical, '00181072');
  const injectionDateTime = string(radiopharmaceutical, '00181078');
  const injection = injectionDateTime
    ? secondsOf(injectionDateTime.slice(0, 8), injectionDateTime.slice(8))
    : secondsOf(string(instance, '00080021'), injectionTime);
  if (start === undefined || injection === undefined) return undefined;
  let seconds = start - injection;
  // Without a date an injection before midnight seems to come after the scan.
  if (seconds < 0 && !injectionDateTime) seconds += 86_400;
  return seconds >= 0 && seconds < 86_400 ? seconds : undefined;
}

/**
 * Series Time is what decay is corrected to as long as no image was acquired before it; a series that was derived later has
 * a Series Time after its acquisition, and then the first acquisition counts, which a frame alone cannot tell.
 */
function referenceTime(instance: DicomJson): number | undefined {
  const series = secondsOf(string(instance, '00080021'), string(instance, '00080031'));
  const acquired = secondsOf(string(instance, '00080022'), string(instance, '00080032'));
  if (series === undefined || acquired === undefined) return undefined;
  return series <= acquired ? series : undefined;
}

/** Seconds of a DA and a TM from some fixed moment. */
function secondsOf(date: string | undefined, time: string | undefined): number | undefined {
  const day = /^(\d{4})(\d\d)(\d\d)$/.exec(date ?? '');
  const clock = /^(\d\d)(\d\d)(\d\d(?:\.\d*)?)?/.exec(time ?? '');
  if (!day || !clock) return undefined;
  const [, year, month, dayOfMonth] = day.map(Number);
  const midnight = Date.UTC(year as number, (month as number) - 1, dayOfMonth as number) / 1000;
  return midnight + Number(clock[1]) * 3600 + Number(clock[2]) * 60 + Number(clock[3] ?? 0);
}
