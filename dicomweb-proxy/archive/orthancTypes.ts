/** What Orthanc's REST API answers, as far as it is used here. */
export interface OrthancStudy {
  ID: string;
  LastUpdate: string;
  MainDicomTags: Record<string, string>;
  PatientMainDicomTags: Record<string, string>;
  Series: string[];
}

export interface OrthancSeries {
  ID: string;
  LastUpdate: string;
  MainDicomTags: Record<string, string>;
  ParentStudy: string;
  Instances: string[];
}

export interface OrthancInstance {
  ID: string;
  ParentSeries: string;
  FileUuid?: string;
  FileSize: number;
  MainDicomTags: Record<string, string>;
  Metadata?: Record<string, string>;
}

export interface OrthancChanges {
  Changes: { ChangeType: string; ID: string; ResourceType: string; Seq: number }[];
  Done: boolean;
  Last: number;
}

export interface OrthancStatistics {
  CountStudies: number;
  CountSeries: number;
  CountInstances: number;
}

export interface OrthancStored {
  ID: string;
  ParentStudy: string;
  ParentSeries: string;
  Status: 'Success' | 'AlreadyStored' | string;
}
