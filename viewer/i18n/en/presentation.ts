export const presentation = {
  side: { L: 'L', R: 'R', B: 'B' },
  corner: {
    state: 'Presentation: {{label}}',
    unnamed: 'unnamed',
    voiLut: 'VOI LUT: {{name}}',
    shutterOff: 'Shutter off',
    overlaysOff: 'Overlays hidden',
    overlaysFailed: 'Overlays could not be read',
    unreadable: {
      'modality-lut': 'Modality LUT cannot be read: stored values',
      'voi-lut': 'VOI LUT cannot be read',
    },
  },
  voi: { lut: 'VOI LUT {{number}}', window: 'Window {{number}}' },
};
