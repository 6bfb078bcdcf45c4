export const presentation = {
  side: { L: '左', R: '右', B: '双侧' },
  corner: {
    state: '显示状态：{{label}}',
    unnamed: '未命名',
    voiLut: 'VOI LUT：{{name}}',
    shutterOff: '遮挡已关闭',
    overlaysOff: '覆盖层已隐藏',
    overlaysFailed: '覆盖层无法读取',
    unreadable: {
      'modality-lut': '模态 LUT 无法读取，显示存储值',
      'voi-lut': 'VOI LUT 无法读取',
    },
  },
  voi: { lut: 'VOI LUT {{number}}', window: '窗 {{number}}' },
};
