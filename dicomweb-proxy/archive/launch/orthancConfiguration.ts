import type { Credentials } from './credentials.ts';

export interface OrthancSettings {
  credentials: Credentials;
  storageDirectory: string;
  httpPort: number;
  dicomPort: number;
  dicomAet: string;
  /** full path of libOrthancDicomWeb.so, the only plugin that is loaded */
  dicomWebPlugin: string;
  /** inside a container requests come from the bridge, not from loopback; the published port is on loopback */
  remoteAccess: boolean;
}

/**
 * orthanc.json. Keys unknown to an older Orthanc are ignored by it, so newer ones may stand here.
 * The gdcm plugin is left out on purpose: it takes the process down on damaged files, and the proxy decodes itself.
 */
export function orthancConfiguration(settings: OrthancSettings): Record<string, unknown> {
  const { credentials } = settings;
  return {
    Name: 'YUNYING',
    StorageDirectory: settings.storageDirectory,
    IndexDirectory: settings.storageDirectory,
    Plugins: [settings.dicomWebPlugin],
    // Originals as they came, on the disk before the sender hears "stored".
    StorageCompression: false,
    SyncStorageArea: true,
    StoreMD5ForAttachments: true,
    MaximumStorageSize: 0,
    MaximumPatientCount: 0,
    // A SOP Instance never changes (PS3.4 B.4.1.2): what was read once cannot be replaced behind the reader's back.
    OverwriteInstances: false,

    HttpServerEnabled: true,
    HttpPort: settings.httpPort,
    HttpThreadsCount: 50,
    // The proxy is a few microseconds away and compresses for the reader itself.
    HttpCompressionEnabled: false,
    HttpDescribeErrors: true,
    HttpRequestTimeout: 60,
    KeepAlive: true,
    KeepAliveTimeout: 60,
    TcpNoDelay: true,
    RemoteAccessAllowed: settings.remoteAccess,
    AuthenticationEnabled: true,
    RegisteredUsers: { [credentials.username]: credentials.password },
    SslEnabled: false,
    OrthancExplorerEnabled: false,
    WebDavEnabled: false,
    ExecuteLuaEnabled: false,
    RestApiWriteToFileSystemEnabled: false,

    DicomServerEnabled: true,
    DicomAet: settings.dicomAet,
    DicomPort: settings.dicomPort,
    DicomThreadsCount: 4,
    DicomCheckCalledAet: false,
    DicomCheckModalityHost: false,
    // A modality needs no entry here to send; nobody may ask or fetch over DIMSE, past the proxy.
    DicomAlwaysAllowEcho: true,
    DicomAlwaysAllowStore: true,
    DicomAlwaysAllowFind: false,
    DicomAlwaysAllowFindWorklist: false,
    DicomAlwaysAllowGet: false,
    DicomAlwaysAllowMove: false,
    AcceptedTransferSyntaxes: ['1.2.840.10008.1.*'],
    UnknownSopClassAccepted: true,
    DicomScpTimeout: 60,
    MaximumPduLength: 131072,
    DefaultEncoding: 'Latin1',
    DeidentifyLogs: true,

    LimitFindResults: 0,
    LimitFindInstances: 0,
    CaseSensitivePN: false,
    StableAge: 60,
    SaveJobs: false,
    MetricsEnabled: true,
    DicomWeb: {
      Enable: true,
      Root: '/dicom-web/',
      EnableWado: false,
      StudiesMetadata: 'Full',
      SeriesMetadata: 'Full',
    },
  };
}
