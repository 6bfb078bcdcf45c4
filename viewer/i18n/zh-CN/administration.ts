/** What the administrator's pages share. */
export const administration = {
  title: '系统管理',
  documentTitle: '{{section}} · 云影',
  back: '检查列表',
  forbidden: '没有打开“{{section}}”的权限',
  forbiddenDetail: '请联系管理员。',
  /** Pages by their id. */
  sections: {
    audit: '审计日志',
    his: 'HIS 嵌入',
    sharing: '影像分享',
    people: '用户管理',
    rules: '权限规则',
    keys: '程序密钥',
    sessions: '登录会话',
    emergencies: '紧急访问审核',
  },
};
