/** Texts of the page for checking the monitor. */
export const monitorTest = {
  title: '显示器检测',
  pattern: '测试图',
  kinds: {
    qc: '综合质控图（仿 TG18-QC）',
    step: '亮度阶梯（仿 TG18-LN）',
    uniform10: '均匀性 10 %（仿 TG18-UN10）',
    uniform80: '均匀性 80 %（仿 TG18-UN80）',
  },
  step: '第 {{number}}/{{count}} 级，灰度 {{level}}',
  fullScreen: '全屏显示',
  leave: '按 Esc 或点一下图像退出全屏。',
  lookFor: '观察要点',
  checks: {
    grid: '网格与边框：线条笔直、方格等大，四边完整可见。',
    patches: '18 级灰阶：每一级都能与相邻级区分，四角的小方块都看得见。',
    insets: '黑中 5 % 与白中 95 %：两个小方块都看得见。',
    lines: '线对：中央与四角的 1 像素、2 像素线对都能分开，没有颜色和波纹。',
    ramps: '两侧渐变：过渡连续，没有台阶和条纹。',
    letters: 'QUALITY CONTROL：在黑、灰、白底上各能读到第几个字母，与上次记录比较。',
    uniform: '均匀图：没有坏点、暗斑和色斑。',
    meter: '亮度阶梯：在阅片光线下逐级用亮度计测量，与 DICOM GSDF 曲线比较。',
  },
  honest:
    '图像由本软件按 AAPM TG18 的思路生成，不是 TG18 原始图，不能代替用亮度计做的验收检测。请在平时阅片的光线下、预热半小时后观察。',
  pixels: '图像 {{width}} × {{height}} 像素，设备像素比 {{ratio}}，一一对应。',
  notExact: '此浏览器不报告精确像素，边缘可能差一个像素；请将页面缩放设为 100 %。',
};
