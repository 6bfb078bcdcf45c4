import type { DicomJson } from '../../../../pixels/index.ts';
import { number, numbers, sequence, string } from '../../../dicomweb/index.ts';
import type { ReportCode } from '../report/reportContent.ts';

/** What was measured or said of a waveform (Waveform Annotation Module, PS3.3 C.10.10). */
export interface WaveformAnnotation {
  /** Concept and, of coded values, the code; undefined of plain text. */
  readonly concept: ReportCode | undefined;
  readonly code: ReportCode | undefined;
  /** Text, or figure with its unit. */
  readonly text: string | undefined;
  readonly unit: string;
  /** It is about moments of the waveform: its figure is no overall one. */
  readonly ofMoments: boolean;
}

export const waveformAnnotations = (instance: DicomJson): WaveformAnnotation[] =>
  sequence(instance, '0040B020').map((item) => {
    const value = number(item, '0040A30A');
    const units = sequence(item, '004008EA')[0];
    return {
      concept: code(sequence(item, '0040A043')[0]),
      code: code(sequence(item, '0040A168')[0]),
      text: string(item, '00700006') ?? (value === undefined ? undefined : String(value)),
      unit: (units && string(units, '00080100')) ?? '',
      ofMoments: numbers(item, '0040A132').length > 0,
    };
  });

function code(item: DicomJson | undefined): ReportCode | undefined {
  const value = item && string(item, '00080100');
  if (!item || value === undefined) return undefined;
  return { value, scheme: string(item, '00080102') ?? '', meaning: string(item, '00080104') ?? value };
}
