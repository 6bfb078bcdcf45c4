/** The viewer inside a hospital information system. */
export const embed = {
  ended: '影像查看已结束',
  expired: '影像查看已超时',
  openAgain: '请在医院系统中重新打开影像。',
};
