import { describe, expect, it } from 'vitest';
import { orthancConfiguration } from '../orthancConfiguration.ts';

describe('orthancConfiguration', () => {
  const configuration = orthancConfiguration({
    credentials: { username: 'yunying', password: 'secret' },
    storageDirectory: '/data',
    httpPort: 18042,
    dicomPort: 14242,
    dicomAet: 'HOSPITAL',
    dicomWebPlugin: '/usr/share/orthanc/plugins/libOrthancDicomWeb.so',
    remoteAccess: false,
  });

  it('shuts the door to everybody but the proxy', () => {
    expect(configuration).toMatchObject({
      RemoteAccessAllowed: false,
      AuthenticationEnabled: true,
      RegisteredUsers: { yunying: 'secret' },
      DicomAlwaysAllowFind: false,
      DicomAlwaysAllowGet: false,
      DicomAlwaysAllowMove: false,
      ExecuteLuaEnabled: false,
    });
  });

  it('takes what any modality sends and keeps it as it came', () => {
    expect(configuration).toMatchObject({
      DicomPort: 14242,
      DicomAet: 'HOSPITAL',
      DicomCheckCalledAet: false,
      DicomAlwaysAllowStore: true,
      UnknownSopClassAccepted: true,
      SyncStorageArea: true,
      StorageCompression: false,
    });
    expect(configuration).not.toHaveProperty('IngestTranscoding');
  });

  it('loads the DICOMweb plugin and no folder of plugins, so never the gdcm one', () => {
    expect(configuration.Plugins).toEqual(['/usr/share/orthanc/plugins/libOrthancDicomWeb.so']);
  });
});
