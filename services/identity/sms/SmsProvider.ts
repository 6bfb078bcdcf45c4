/** A code on its way to a telephone. */
export interface SmsMessage {
  /** E.164 */
  readonly phone: string;
  /** Providers have a template for each. */
  readonly purpose: 'sign-in' | 'share';
  readonly code: string;
  readonly validMinutes: number;
  readonly language: 'zh-CN' | 'en';
}

/** News on its way to a telephone; nothing of a patient is in it. */
export interface SmsNotice {
  readonly phone: string;
  readonly purpose: 'emergency';
  /** name of the person it is about */
  readonly who: string;
  readonly language: 'zh-CN' | 'en';
}

/** Sends codes and news. Which one it is the administrator says. */
export interface SmsProvider {
  readonly name: string;
  /** @throws SmsError where it was not handed over */
  send(message: SmsMessage | SmsNotice): Promise<void>;
}

/** It says neither code nor number. */
export class SmsError extends Error {
  override readonly name = 'SmsError';
}

export function smsText(message: SmsMessage | SmsNotice): string {
  if (message.purpose === 'emergency')
    return message.language === 'en'
      ? `${message.who} has opened a patient’s images in an emergency. Please review it in Yunying.`
      : `【云影】${message.who}紧急打开了患者影像，请登录系统审核。`;
  const { code, validMinutes, language, purpose } = message;
  if (language === 'en')
    return purpose === 'share'
      ? `Code to see the images shared with you: ${code}. Valid for ${validMinutes} minutes; do not pass it on.`
      : `Sign-in code: ${code}. Valid for ${validMinutes} minutes; do not pass it on.`;
  return purpose === 'share'
    ? `【云影】查看影像的验证码：${code}，${validMinutes}分钟内有效，请勿告知他人。`
    : `【云影】登录验证码：${code}，${validMinutes}分钟内有效，请勿告知他人。`;
}
