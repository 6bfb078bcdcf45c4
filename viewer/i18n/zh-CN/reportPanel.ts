/** The report of a study, read beside the images. */
export const reportPanel = {
  title: '报告',
  dates: '检查日期',
  noDate: '日期不详',
  choose_other: '此检查的 {{count}} 份报告',
  untitled: '报告',
  kind: { measurements: '测量', detection: '计算机辅助检测', dose: '剂量', record: '记录' },
  replaced: '已被取代',
  replacedDetail: '此报告已被更新的报告取代',
  loading: '正在查找报告…',
  none: '此检查没有报告',
  noneDetail: '归档中没有此检查的结构化报告（SR）、PDF 或 CDA 文档。',
  failed: '未能查找报告',
  again: '重新查找报告',
  unread_other: '有 {{count}} 个序列无法读取，其中可能有报告',
} as const;
