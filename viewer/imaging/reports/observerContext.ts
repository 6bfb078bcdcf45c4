import type { DicomJson } from '../../../pixels/index.ts';
import { codes } from './codes.ts';
import { code, personName, text, uidReference } from './contentItem.ts';
import { manufacturer, type ReportContext } from './reportHeader.ts';

/** Stands for the program as an observer (TID 1004); the same for all installations. */
const deviceUid = '2.25.167319236028430518240983402731935412028';

/** Who observed: the person if one is signed in, and the program that measured (TID 1001, 1003, 1004). */
export const observerContext = ({ author }: Pick<ReportContext, 'author'>): DicomJson[] => [
  ...(author
    ? [
        code('HAS OBS CONTEXT', codes.observerType, codes.person),
        personName('HAS OBS CONTEXT', codes.personObserverName, author),
      ]
    : []),
  code('HAS OBS CONTEXT', codes.observerType, codes.device),
  uidReference('HAS OBS CONTEXT', codes.deviceObserverUid, deviceUid),
  text('HAS OBS CONTEXT', codes.deviceObserverName, manufacturer),
  text('HAS OBS CONTEXT', codes.deviceObserverManufacturer, manufacturer),
];
