declare module 'dcmjs' {
  /** The little of dcmjs that is used: writing a data set in tag form, which is the DICOM JSON Model's. It ships without types. */
  const dcmjs: {
    data: {
      DicomDict: new (meta: object) => { dict: object; write(): ArrayBuffer };
      DicomMessage: { readFile(file: ArrayBuffer): { dict: object } };
      DicomMetaDictionary: { naturalizeDataset(dict: object): object };
    };
  };
  export default dcmjs;
}
