declare module 'dcmjs' {
  /** The little of dcmjs that the tests use; it ships without types. */
  const dcmjs: {
    data: {
      DicomMessage: { readFile(file: ArrayBuffer): { dict: object } };
      DicomMetaDictionary: { naturalizeDataset(dict: object): object };
    };
  };
  export default dcmjs;
}
