/**
 * OHIF's own default configuration as published, with only its data source (a demonstration server on the Internet)
 * replaced, by what OHIF ships for Orthanc (platform/app/public/config/docker-nginx-orthanc.js). Everything that
 * decides about speed (prefetching, numbers of requests and workers) stays at OHIF's defaults.
 */
export function appConfig(published: string): string {
  const dataSource = {
    namespace: '@ohif/extension-default.dataSourcesModule.dicomweb',
    sourceName: 'dicomweb',
    configuration: {
      friendlyName: 'Orthanc',
      name: 'Orthanc',
      wadoUriRoot: '/wado',
      qidoRoot: '/dicom-web',
      wadoRoot: '/dicom-web',
      qidoSupportsIncludeField: false,
      imageRendering: 'wadors',
      thumbnailRendering: 'wadors',
      omitQuotationForMultipartRequest: true,
    },
  };
  return `${published}
window.config.defaultDataSourceName = 'dicomweb';
window.config.dataSources = [${JSON.stringify(dataSource, null, 2)}];
`;
}
