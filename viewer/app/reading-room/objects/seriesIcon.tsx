import {
  IconActivityHeartbeat,
  IconBox,
  IconChartDots3,
  IconFile3d,
  IconFileDescription,
  IconFileText,
  IconFileUnknown,
  IconKey,
  IconLayersSubtract,
  IconMovie,
  IconRadioactive,
  IconTransform,
  IconVolume,
  type Icon,
} from '@tabler/icons-react';

const icons: Readonly<Record<string, Icon>> = {
  SR: IconFileText,
  KO: IconKey,
  DOC: IconFileDescription,
  OT: IconFileDescription,
  PR: IconLayersSubtract,
  ECG: IconActivityHeartbeat,
  EPS: IconActivityHeartbeat,
  HD: IconActivityHeartbeat,
  RESP: IconActivityHeartbeat,
  EEG: IconActivityHeartbeat,
  AU: IconVolume,
  REG: IconTransform,
  FID: IconTransform,
  SEG: IconChartDots3,
  ANN: IconChartDots3,
  RTSTRUCT: IconRadioactive,
  RTPLAN: IconRadioactive,
  RTDOSE: IconRadioactive,
  RTRECORD: IconRadioactive,
  M3D: IconFile3d,
  ES: IconMovie,
  GM: IconMovie,
  XC: IconMovie,
  RWV: IconBox,
};

/** A picture for a series that has none, by its modality (PS3.3 C.7.3.1.1.1). */
export function SeriesIcon({ modality }: { modality: string | undefined }) {
  const Chosen = icons[modality ?? ''] ?? IconFileUnknown;
  return <Chosen size={24} stroke={1.5} aria-hidden />;
}
