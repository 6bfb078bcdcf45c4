/** The texts of DICOM files in Unicode, whatever they are in and whatever they say of it. Pure. */
export { isPlain } from './decodeText.ts';
export { characterSetIn, textValues, textVrs, type TextValues } from './elementTexts.ts';
